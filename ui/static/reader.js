// The tab 原文: places by address, the clause tree, and the search inside.
let read = null;
let hits = [];
let hit = -1;

const placeInAddress = () => {
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  return asked.document ? asked : null;
};
const tabButton = (name) => one(`#tab-${name}-button`);

function selectTab(name) {
  const tab = tabButton(name);
  if (!tab) requestAnimationFrame(() => selectTab(name)); // the page is still being put together
  else if (tab.getAttribute('aria-selected') !== 'true') tab.click();
}

function setAddress(link) {
  const wanted = new URLSearchParams(link);
  const theme = new URLSearchParams(location.search).get('__theme');
  if (theme) wanted.set('__theme', theme);
  const search = wanted.size ? `?${wanted}` : '';
  if (search !== location.search) history.pushState(null, '', location.pathname + search);
}

function openPlace(place) {
  read = place;
  send('read', place);
  selectTab('text');
}

function readerShown() {
  const reader = one('#reader .reader');
  if (!reader) {
    if (!read) openPlace(placeInAddress() || {});
    return;
  }
  find('');
  const current = one('#reader .clause[aria-current]');
  showInTree(current?.dataset.position);
  const pane = one('#reader .words');
  pane.scrollTop = 0;
  bringIntoView(pane, one('mark', pane) || current);
}

function showInTree(position) {
  all('#reader .tree .entry').forEach((entry) => {
    const current = entry.dataset.position === position;
    entry.setAttribute('aria-current', String(current));
    if (current) entry.scrollIntoView({ block: 'nearest' });
  });
}

function goTo(position) {
  all('#reader .clause[aria-current]').forEach((clause) => clause.removeAttribute('aria-current'));
  const clause = one(`#reader .clause[data-position="${Number(position)}"]`);
  clause?.setAttribute('aria-current', 'true');
  clause?.setAttribute('tabindex', '-1');
  clause?.focus({ preventScroll: true });
  bringIntoView(one('#reader .words'), clause);
  showInTree(String(position));
  one('#reader .reader').classList.remove('contents-open');
}

// Width and case are levelled one character for one, so that places in the text stay the same.
const level = (text) => [...text].map((letter) => {
  const wide = letter.charCodeAt(0);
  return (wide > 0xff00 && wide < 0xff5f ? String.fromCharCode(wide - 0xfee0) : letter)
    .toLowerCase().slice(0, letter.length);
}).join('');

function find(words) {
  all('#reader mark.found').forEach((mark) => {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  });
  hits = [];
  hit = -1;
  const wanted = level(words.trim());
  if (wanted) all('#reader .clause > p:not(.defect)').forEach((line) => findInLine(line, wanted));
  const count = one('#reader .count');
  if (count) count.textContent = wanted && !hits.length ? '没有找到' : '';
  if (hits.length) step(1);
}

function findInLine(line, wanted) {
  const text = level(line.textContent);
  const places = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    places.push(at);
  }
  // From the last to the first: what is wrapped does not move what stands before it.
  hits.push(...places.reverse().map((at) => wrap(line, at, at + wanted.length)).reverse());
}

function wrap(line, start, end) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let at = 0, node = walker.nextNode(); node && at < end; node = walker.nextNode()) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, node.length);
    if (from < to) pieces.push([node, from, to]);
    at += node.length;
  }
  return pieces.reverse().map(([node, from, to]) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    const mark = build('mark', 'found', '');
    range.surroundContents(mark);
    return mark;
  });
}

function step(by) {
  if (!hits.length) return;
  hits[hit]?.forEach((mark) => mark.classList.remove('now'));
  hit = (hit + by + hits.length) % hits.length;
  hits[hit].forEach((mark) => mark.classList.add('now'));
  one('#reader .count').textContent = `${hit + 1} / ${hits.length}`;
  bringIntoView(one('#reader .words'), hits[hit][0]);
}

document.addEventListener('click', (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = event.target.closest('button, a');
  if (target?.matches('#source .whole')) {
    event.preventDefault();
    const { dataset } = target.closest('[data-document]');
    openPlace({ ...dataset });
    setAddress(target.getAttribute('href'));
  } else if (target?.matches('#reader .entry, #reader .anchor')) {
    event.preventDefault();
    goTo(target.closest('[data-position]').dataset.position);
    setAddress(target.getAttribute('href'));
  } else if (target?.matches('a[href^="?document="]') && !target.closest('#source')) {
    event.preventDefault(); // a link to a clause from another tab
    openPlace(Object.fromEntries(new URLSearchParams(target.getAttribute('href'))));
    setAddress(target.getAttribute('href'));
  } else if (target?.matches('.fold')) {
    target.setAttribute('aria-expanded', String(target.getAttribute('aria-expanded') !== 'true'));
  } else if (target?.matches('#reader .contents')) {
    const open = one('#reader .reader').classList.toggle('contents-open');
    target.setAttribute('aria-expanded', String(open));
  } else if (target?.matches('#reader .next')) step(1);
  else if (target?.matches('#reader .previous')) step(-1);
  else if (target === tabButton('chat') && event.isTrusted) setAddress('');
});
document.addEventListener('input', (event) => {
  if (event.target.matches('#reader input[type=search]') && !event.isComposing) {
    find(event.target.value);
  }
});
document.addEventListener('compositionend', (event) => {
  if (event.target.matches('#reader input[type=search]')) find(event.target.value);
});
document.addEventListener('keydown', (event) => {
  if (!event.target.matches?.('#reader input[type=search]')) return;
  if (event.isComposing || event.keyCode === 229 || event.key !== 'Enter') return;
  event.preventDefault();
  step(event.shiftKey ? -1 : 1);
});
document.addEventListener('change', (event) => {
  if (!event.target.matches('#reader .picker')) return;
  openPlace({ document: event.target.value });
  setAddress(`?document=${encodeURIComponent(event.target.value)}`);
});
window.addEventListener('popstate', () => {
  const place = placeInAddress();
  if (place) openPlace(place);
  else selectTab('chat');
});

// What a component shows anew is told by its own event; here everything begins.
document.addEventListener('shown', ({ target }) => {
  const within = (name) => !!target.closest(`#${name}`);
  if (within('conversation')) conversationShown();
  else if (within('source')) sourceShown();
  else if (within('reader')) readerShown();
  else if (within('download')) one('a', target)?.click();
  else if (within('conversations')) drawList();
  else if (within('composer')) focusBox();
});
requestAnimationFrame(() => {
  openConversation(currentIdentifier());
  if (placeInAddress()) openPlace(placeInAddress());
});
