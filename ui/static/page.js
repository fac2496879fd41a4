() => {
  document.documentElement.lang = 'zh-CN';
  // What Gradio says in English whatever the language of the page.
  const chinese = {
    'This application is currently busy. Please try again.': '系统正忙，请稍后再试。',
    'Connection errored out.': '与服务器的连接中断，请稍后再试。',
    'Connection re-established.': '连接已恢复。',
    Error: '出错', Warning: '提醒', Info: '提示', Success: '完成',
  };
  const translate = () => {
    document.querySelectorAll('[class*="toast-"]').forEach((said) => {
      said.childNodes.forEach((node) => {
        if (node.nodeType !== Node.TEXT_NODE) return;
        const words = node.data.trim();
        const plain = words.replace(/ \(\d+\)$/, '');
        if (Object.hasOwn(chinese, plain)) node.data = node.data.replace(plain, chinese[plain]);
      });
    });
    document.querySelectorAll('[aria-label="More tabs"]').forEach((button) => {
      button.setAttribute('aria-label', '更多');
    });
  };
  fetch('/whoami').then((told) => told.json()).then(({ name }) => {
    const visitor = document.querySelector('.masthead .visitor');
    if (!name || !visitor) return;
    visitor.querySelector('span').textContent = name;
    visitor.hidden = false;
  }).catch(() => {});
  new MutationObserver(translate).observe(document.body, { childList: true, subtree: true });
}
