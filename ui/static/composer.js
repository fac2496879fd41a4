// The box for questions. Enter sends, Shift+Enter breaks the line; an input method keeps its Enter.
const box = () => one('#composer textarea');
const onPhone = () => matchMedia('(max-width: 860px)').matches;
let lastAsked = '';

function focusBox() {
  if (!onPhone()) box()?.focus();
}

function fit() {
  box().style.height = 'auto';
  box().style.height = `${Math.min(box().scrollHeight, 160)}px`;
}

function sendBox() {
  const question = box().value;
  if (asking) return;
  if (question.trim()) {
    lastAsked = question;
    ask(question);
  }
  box().value = '';
  fit();
}

document.addEventListener('keydown', (event) => {
  if (!event.target.matches?.('#composer textarea')) return;
  // 229: an input method takes the key. Safari ends the composition before this event comes, so
  // `isComposing` alone is not enough.
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    sendBox();
  } else if (event.key === 'ArrowUp' && !box().value && lastAsked) {
    event.preventDefault();
    box().value = lastAsked;
    fit();
  }
});
document.addEventListener('input', (event) => {
  if (event.target === box()) fit();
});
document.addEventListener('submit', (event) => {
  if (!event.target.matches('.composer')) return;
  event.preventDefault();
  sendBox();
  focusBox();
});
document.addEventListener('click', (event) => {
  if (event.target.closest('#composer .stop')) stop();
});
