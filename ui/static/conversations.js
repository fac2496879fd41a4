// The list of conversations: new, switch, rename, delete, export. Names are set as text.
const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const send = (type, data) => trigger(type, data);

function build(tag, className, text, label) {
  const node = document.createElement(tag);
  if (tag === 'button') node.type = 'button';
  node.className = className;
  node.textContent = text;
  if (label) node.setAttribute('aria-label', label);
  return node;
}

function drawList() {
  const list = one('#conversations ul');
  if (!list) return;
  const current = currentIdentifier();
  list.replaceChildren(...savedConversations().map(({ identifier, name }) => {
    const row = build('li', identifier === current ? 'current' : '', '');
    const open = build('button', 'open', name);
    open.title = name;
    if (identifier === current) open.setAttribute('aria-current', 'true');
    row.dataset.identifier = identifier;
    row.append(
      open,
      build('button', 'rename', '改名', `改名：${name}`),
      build('button', 'delete', '删除', `删除：${name}`),
    );
    return row;
  }));
  one('#conversations').classList.toggle('begun', !!savedConversation(current));
}

function openConversation(identifier) {
  currentIdentifier(identifier);
  const records = savedConversation(identifier)?.records || [];
  settled();
  send('restore', { conversation: identifier, records });
  drawList();
  drawer(false);
}

function newConversation() {
  openConversation(newIdentifier());
  focusBox();
}

function rename(row) {
  const saved = savedConversation(row.dataset.identifier);
  const field = build('input', 'naming', '', '对话名称');
  field.value = saved.name;
  field.maxLength = 40;
  row.replaceChildren(field);
  field.focus();
  field.select();
  const finish = (keep) => {
    if (keep && field.value.trim()) {
      saveConversation(saved.identifier, field.value.trim(), saved.records);
    }
    drawList();
  };
  field.addEventListener('blur', () => finish(true), { once: true });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') { field.value = ''; field.blur(); }
    if (event.key === 'Enter') field.blur();
  });
}

// The first press asks, the second deletes; moving away takes the question back.
function remove(button, row) {
  if (button.textContent === '删除') {
    button.textContent = '确认删除';
    button.classList.add('asking');
    button.addEventListener('blur', drawList, { once: true });
    return;
  }
  removeConversation(row.dataset.identifier);
  if (row.dataset.identifier === currentIdentifier()) newConversation();
  else drawList();
}

function drawer(open) {
  one('#columns')?.classList.toggle('listing', open);
  one('.drawer').setAttribute('aria-expanded', String(open));
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.matches('.drawer')) {
    drawer(!one('#columns').classList.contains('listing'));
    return;
  }
  if (!event.target.closest('#conversations .list')) drawer(false);
  if (!button?.closest('#conversations')) return;
  const row = button.closest('li');
  if (button.matches('.new')) newConversation();
  else if (button.matches('.open')) openConversation(row.dataset.identifier);
  else if (button.matches('.rename')) rename(row);
  else if (button.matches('.delete')) remove(button, row);
  else if (button.dataset.form) {
    const { identifier, records } = savedConversation(currentIdentifier());
    send('export', { conversation: identifier, records, form: button.dataset.form });
  }
});
window.addEventListener('storage', drawList);
