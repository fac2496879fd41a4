// Conversations in this browser, one key each, so that two windows do not undo each other's work.
const PREFIX = 'zhice.conversation.';
const MOST_CONVERSATIONS = 30;
const MOST_RECORDS = 40;
const MOST_CHARACTERS = 300000;

function savedConversation(identifier) {
  try {
    const saved = JSON.parse(localStorage.getItem(PREFIX + identifier));
    if (!saved || !Array.isArray(saved.records)) return null;
    return { identifier, name: String(saved.name), changed: +saved.changed || 0, records: saved.records };
  } catch {
    return null;
  }
}

function savedConversations() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => savedConversation(key.slice(PREFIX.length)))
      .filter(Boolean)
      .sort((one, other) => other.changed - one.changed);
  } catch {
    return [];
  }
}

function removeConversation(identifier) {
  try { localStorage.removeItem(PREFIX + identifier); } catch { /* nothing is kept */ }
}

function saveConversation(identifier, name, records) {
  const kept = records.slice(-MOST_RECORDS);
  const text = () => JSON.stringify({ name, changed: Date.now(), records: kept });
  while (kept.length > 1 && text().length > MOST_CHARACTERS) kept.shift();
  const others = savedConversations().filter((other) => other.identifier !== identifier);
  others.slice(MOST_CONVERSATIONS - 1).forEach((other) => removeConversation(other.identifier));
  for (;;) {
    try {
      localStorage.setItem(PREFIX + identifier, text());
      return;
    } catch {
      // Full, or switched off: the oldest goes first, and in the end this one is not kept.
      const oldest = others.pop();
      if (!oldest) return;
      removeConversation(oldest.identifier);
    }
  }
}

function newIdentifier() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}

// The conversation of this window: it survives a reload, another window begins with a new one.
function currentIdentifier(chosen) {
  try {
    if (chosen) sessionStorage.setItem('zhice.current', chosen);
    const kept = sessionStorage.getItem('zhice.current');
    if (kept) return (currentIdentifier.chosen = kept);
  } catch { /* remembered as long as the page is open */ }
  return (currentIdentifier.chosen = chosen || currentIdentifier.chosen || newIdentifier());
}
