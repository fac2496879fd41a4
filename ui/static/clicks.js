// Runs in each of the two HTML components: turns clicks on our buttons into Gradio events, keeps
// what is new in view, and marks the citation whose place the original shows.
const ABOVE_QUOTE = 110;
const topOf = (node) => node.getBoundingClientRect().top;
const placeOf = ({ dataset }) =>
  [dataset.document, dataset.position, dataset.start, dataset.end].join();

function showQuestion() {
  const pane = document.querySelector('#conversation');
  const newest = pane.querySelector('.exchange:last-child');
  pane.scrollTop = newest ? pane.scrollTop + topOf(newest) - topOf(pane) - 16 : 0;
}

function showQuote() {
  const pane = document.querySelector('#source');
  const quote = pane.querySelector('mark');
  pane.scrollTop = 0;
  if (quote && quote.getBoundingClientRect().bottom > pane.getBoundingClientRect().bottom) {
    pane.scrollTop = topOf(quote) - topOf(pane) - ABOVE_QUOTE;
  }
}

function markCurrent() {
  const shown = document.querySelector('#source .clause');
  for (const button of document.querySelectorAll('#conversation [data-position]')) {
    button.setAttribute('aria-current', String(!!shown && placeOf(button) === placeOf(shown)));
  }
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.question !== undefined) {
    trigger('example', { question: button.dataset.question });
  } else if (button.getAttribute('aria-current') === 'true') {
    showQuote();
  } else if (button.dataset.document !== undefined) {
    const { document, position, start, end } = button.dataset;
    trigger('source', { document, position, start, end });
  }
});
watch('value', () => {
  if (element.closest('#source')) showQuote();
  else showQuestion();
  markCurrent();
});
