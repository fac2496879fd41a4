// The conversation as it is shown: kept when complete, read out, brought into view; its buttons.
const SLOW = 700;
let asking = null;
let slowTimer = 0;
const rated = new Map();

const finished = () => all('#conversation .exchange').filter((exchange) => exchange.dataset.record);
const recordsOf = (exchanges) => exchanges.map((exchange) => JSON.parse(exchange.dataset.record));

function settled() {
  asking = null;
  clearTimeout(slowTimer);
  const stop = one('#composer .stop');
  if (stop) stop.hidden = true;
}

function ask(question, records = recordsOf(finished())) {
  if (asking || !question.trim()) return;
  asking = { question, records, conversation: currentIdentifier() };
  one('#composer .trouble').textContent = '';
  slowTimer = setTimeout(() => { one('#composer .stop').hidden = false; }, SLOW);
  send('ask', asking);
}

function stop() {
  if (!asking) return;
  const record = { question: asking.question, notice: '已停止回答。' };
  send('stop', { ...asking, records: [...asking.records, record] });
}

// Nothing was answered: the question goes back into the box, the rest stays as it was. A
// conversation that could not be shown is tried again.
document.addEventListener('failed', () => {
  if (!asking) {
    setTimeout(() => { if (!asking) openConversation(currentIdentifier()); }, 2000);
    return;
  }
  const { question } = asking;
  settled();
  one('#conversation .exchange[data-record=""]')?.remove();
  if (!box().value) box().value = question;
  fit();
  one('#composer .trouble').textContent =
    '没有得到回答：提问的人太多，或者连接中断。问题已放回输入框，请稍后再发送。';
  focusBox();
});

function keep() {
  const records = recordsOf(finished());
  const saved = savedConversation(asking.conversation);
  const name = saved ? saved.name : records[0].question.trim().replace(/\s+/g, ' ').slice(0, 24);
  saveConversation(asking.conversation, name, records);
}

function showRatings() {
  finished().forEach((exchange) => {
    const liked = rated.get(exchange.dataset.record);
    one('.good', exchange)?.setAttribute('aria-pressed', String(liked === true));
    one('.bad', exchange)?.setAttribute('aria-pressed', String(liked === false));
  });
}

function conversationShown() {
  const exchanges = all('#conversation .exchange');
  const newest = exchanges.at(-1);
  if (asking && newest?.dataset.record && exchanges.length > asking.records.length) {
    keep();
    settled();
    drawList();
    const said = one('.text, .notice', newest);
    one('#spoken').textContent = said ? said.textContent : '';
    if (document.activeElement === document.body) focusBox();
  }
  showRatings();
  markCurrent();
  const pane = one('#conversation');
  if (pane) pane.scrollTop = newest ? pane.scrollTop + topOf(newest) - topOf(pane) - 16 : 0;
}

function copied(exchange) {
  const record = JSON.parse(exchange.dataset.record);
  const cited = all('.citations .citation', exchange).map((citation) =>
    `${one('.address', citation).textContent}\n    ${one('.quote', citation).textContent}`);
  const sources = cited.length ? ['', '出处：', ...cited] : [];
  const status = one('.status', exchange).textContent;
  const end = `（${status}，知策${record.asked ? `，${record.asked}` : ''}）`;
  return [`问：${record.question}`, `答：${record.text}`, ...sources, '', end].join('\n');
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages that come over plain http have no clipboard: copy a selection as of old.
    const field = build('textarea', 'unseen', '');
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
    button.focus();
  }
  button.textContent = '已复制';
  one('#spoken').textContent = '已复制回答和出处';
  setTimeout(() => { button.textContent = '复制及出处'; }, 1500);
}

function rate(exchange, liked, reason) {
  const until = finished();
  const records = recordsOf(until.slice(0, until.indexOf(exchange) + 1));
  rated.set(exchange.dataset.record, liked);
  send('rate', { conversation: currentIdentifier(), records, liked, reason });
  one('#spoken').textContent = '已记下，谢谢';
  showRatings();
}

function askWhy(exchange, button, open) {
  one('.why', exchange)?.remove();
  button.setAttribute('aria-expanded', String(open));
  if (!open) return button.focus();
  one('.actions', exchange).after(one('#why').content.cloneNode(true));
  one('.why', exchange).scrollIntoView({ block: 'nearest' });
  one('.why input', exchange).focus();
}

document.addEventListener('submit', (event) => {
  const form = event.target.closest('.why');
  if (!form) return;
  event.preventDefault();
  const exchange = form.closest('.exchange');
  const reason = [form.elements.reason.value, form.elements.words.value.trim()];
  rate(exchange, false, reason.filter(Boolean).join('：'));
  askWhy(exchange, one('.bad', exchange), false);
});

document.addEventListener('click', (event) => {
  const button = event.target.closest('#conversation button');
  if (!button) return;
  const exchange = button.closest('.exchange');
  if (button.matches('.example')) ask(button.dataset.question);
  else if (button.matches('.copy')) copy(button, copied(exchange));
  else if (button.matches('.good')) rate(exchange, true, '');
  else if (button.matches('.bad')) askWhy(exchange, button, !one('.why', exchange));
  else if (button.matches('.cancel')) askWhy(exchange, one('.bad', exchange), false);
  else if (button.matches('.retry')) {
    const others = finished();
    // The newest answer gives way to the new one; an older question is asked again at the end.
    ask(JSON.parse(exchange.dataset.record).question,
      recordsOf(others.at(-1) === exchange ? others.slice(0, -1) : others));
  }
});
