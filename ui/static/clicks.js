// Runs in each of the two HTML components: turns clicks on our buttons into Gradio events.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.question !== undefined) {
    trigger('example', { question: button.dataset.question });
  } else if (button.dataset.document !== undefined) {
    const { document, position, start, end } = button.dataset;
    trigger('source', { document, position, start, end });
  }
});
watch('value', () => {
  const mark = element.querySelector('mark');
  if (mark) {
    mark.scrollIntoView({ block: 'center' });
  } else if (element.querySelector('.exchanges')) {
    element.closest('#conversation').scrollTop = element.scrollHeight;
  } else {
    element.closest('#source, #conversation').scrollTop = 0;
  }
});
