/** Elements, and texts that can be said again in another language. Text only ever goes in as text. */

const SVG = 'http://www.w3.org/2000/svg';

/** Element → Map of property or attribute → function that gives the text in the current language. */
const spoken = new WeakMap();

/**
 * An element. `options`: `testid`, `said` (a function giving its text), `on` (event → listener), `class`, and any
 * attribute; `true` sets an empty attribute, `false`, `null` and `undefined` none.
 */
export function el(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  const { testid, said, on, ...attributes } = options;
  if (testid) element.dataset.testid = testid;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  for (const [type, listener] of Object.entries(on ?? {})) element.addEventListener(type, listener);
  if (said) say(element, said);
  element.append(...children.filter(Boolean));
  return element;
}

/** Puts the drawings into the page once, so that none appears late. */
export async function loadIcons() {
  if (document.querySelector('.drawings')) return;
  const response = await fetch('/assets/icons.svg', { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`icons.svg: ${response.status}`);
  const sheet = new DOMParser().parseFromString(await response.text(), 'image/svg+xml');
  const drawings = document.importNode(sheet.documentElement, true);
  for (const symbol of drawings.querySelectorAll('symbol')) symbol.id = `icon-${symbol.id}`;
  drawings.setAttribute('class', 'drawings');
  drawings.setAttribute('aria-hidden', 'true');
  document.body.append(drawings);
}

/** A drawing of `icons.svg`; it takes the colour of the text around it. */
export function icon(name, className = 'icon') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** Changes the drawing of an element made by `icon`. */
export function redraw(svg, name) {
  const href = `#icon-${name}`;
  if (svg.firstChild.getAttribute('href') !== href) svg.firstChild.setAttribute('href', href);
}

/** Gives the element a text, and again after a change of language. `name` is `textContent` or an attribute. */
export function say(element, text, name = 'textContent') {
  const texts = spoken.get(element) ?? new Map();
  texts.set(name, text);
  spoken.set(element, texts);
  element.dataset.said = '';
  apply(element, name, text);
}

export function sayAgain(root = document) {
  for (const element of root.querySelectorAll('[data-said]')) {
    for (const [name, text] of spoken.get(element) ?? []) apply(element, name, text);
  }
}

function apply(element, name, text) {
  const value = text() ?? '';
  if (name !== 'textContent') element.setAttribute(name, value);
  else if (element.textContent !== value) element.textContent = value;
}

/** A button that moves something: `data-act` marks those that are off while a request is under way. */
export function button({ testid, text, draws, className = '', press, type = 'button', ...rest }) {
  const label = el('span', { class: 'label', said: text });
  return el(
    'button',
    { type, testid, class: `button ${className}`, 'data-act': true, on: press ? { click: press } : {}, ...rest },
    draws && icon(draws),
    label,
  );
}

export function show(element, visible) {
  if (element.hidden === visible) element.hidden = !visible;
}
