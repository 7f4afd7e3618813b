/** The text catalogues. All languages are loaded at the start, so that a switch needs no network. */

export const languages = [
  { code: 'zh-CN', name: '中文' },
  { code: 'bo', name: 'བོད་ཡིག' },
  { code: 'en', name: 'English' },
];

const KEY = 'counter.language';
const catalogues = new Map();
let current = stored() ?? languages[0].code;

export async function loadTexts() {
  await Promise.all(languages.map(async ({ code }) => {
    const response = await fetch(`/texts/${code}.json`, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`texts/${code}.json: ${response.status}`);
    catalogues.set(code, await response.json());
  }));
  document.documentElement.lang = current;
}

export const language = () => current;

export function setLanguage(code) {
  current = code;
  document.documentElement.lang = code;
  try {
    localStorage.setItem(KEY, code);
  } catch { /* Storage is off: the choice lasts until the page is loaded again. */ }
}

export const has = (key) => catalogues.get(current)?.[key] !== undefined;

/** The text of `key` with `{name}` filled in; a value that is not there shows as a dash, an unknown key as itself. */
export function t(key, values = {}) {
  const text = catalogues.get(current)?.[key];
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '–');
}

/** The first of the keys that has a text. */
export function firstOf(keys, values) {
  return t(keys.find(has) ?? keys.at(-1), values);
}

/** The programme's own text in the current language: in the current language, else in Chinese. */
export function ownText(texts = {}) {
  const codes = [current, 'zh-CN'];
  return codes.map((code) => texts[code]).find(Boolean) ?? Object.values(texts)[0] ?? '';
}

function stored() {
  try {
    const code = localStorage.getItem(KEY);
    return languages.some((language) => language.code === code) ? code : null;
  } catch {
    return null;
  }
}
