// The original beside the conversation; on a narrow screen a sheet over it.
const topOf = (node) => node.getBoundingClientRect().top;
const placeOf = ({ dataset }) =>
  [dataset.document, dataset.position, dataset.start, dataset.end].join();
let opener = null;
let takesFocus = false;

function markCurrent() {
  const shown = one('#source .excerpt');
  all('#conversation [data-position]').forEach((button) => {
    button.setAttribute('aria-current', String(!!shown && placeOf(button) === placeOf(shown)));
  });
}

// Puts the words a third down the pane, so that what stands before them can be read.
function bringIntoView(pane, target) {
  if (!pane || !target) return;
  pane.scrollTop += topOf(target) - topOf(pane) - pane.clientHeight / 3;
}

function sourceShown() {
  const pane = one('#source');
  pane.scrollTop = 0;
  bringIntoView(pane, one('mark', pane) || one('.clause[aria-current]', pane));
  markCurrent();
  if (takesFocus) {
    takesFocus = false;
    const target = onPhone() ? one('.close', pane) : one('.clause[aria-current]', pane);
    target?.focus({ preventScroll: true });
  }
}

function reading(on) {
  const columns = one('#columns');
  if (!columns) return;
  columns.classList.toggle('reading', on);
  const sheet = on && onPhone();
  for (const [name, value] of [['role', 'dialog'], ['aria-modal', 'true'], ['aria-label', '原文']]) {
    if (sheet) one('#original').setAttribute(name, value);
    else one('#original').removeAttribute(name);
  }
}

function leaveSource() {
  reading(false);
  const back = all('#conversation [data-position]').find(
    (button) => opener && placeOf(button) === opener.place && button.className === opener.kind);
  (back || box())?.focus();
  opener = null;
}

function openSource(button, byKeyboard) {
  opener = { place: placeOf(button), kind: button.className };
  takesFocus = byKeyboard || onPhone();
  reading(true);
  if (button.getAttribute('aria-current') === 'true') return sourceShown();
  const { document: named, position, start, end } = button.dataset;
  send('source', { document: named, position, start, end });
}

document.addEventListener('click', (event) => {
  const target = event.target.closest('button, a');
  if (target?.matches('#conversation [data-position]')) {
    openSource(target, event.detail === 0);
  } else if (target?.matches('#source .close')) {
    leaveSource();
  } else if (target?.matches('#source .entry, #source .anchor')) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const holder = target.closest('[data-document]');
    const position = target.closest('[data-position]')?.dataset.position;
    send('source', { document: holder.dataset.document, position });
  } else if (!event.target.closest('#source')) {
    reading(false);
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || event.isComposing) return;
  drawer(false);
  if (one('#columns.reading') && (onPhone() || document.activeElement.closest('#source'))) {
    leaveSource();
  }
});
