() => {
  document.documentElement.lang = 'zh-CN';
  // On a narrow screen the original lies over the conversation while the columns are `reading`.
  const reading = (on) => document.querySelector('#columns').classList.toggle('reading', on);
  document.addEventListener('click', ({ target }) => {
    if (target.closest('.read, #conversation [data-position]')) {
      reading(true);
    } else if (target.closest('.close') || !target.closest('#source')) {
      reading(false);
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') reading(false);
  });
}
