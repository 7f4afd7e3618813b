/** Rehearsal only: the simulated devices at the right edge. They do what a hand would do to real ones. */

import { send } from './api.js';
import { button, el, icon, say, show } from './dom.js';
import { problem } from './format.js';
import { has, t } from './texts.js';

/** Set while somebody wants the drawer open, until the browser is closed. */
const KEY = 'counter.simulator';
const byId = (id) => document.getElementById(id);
const roles = ['id-card', 'scanner', 'printer'];
/** Role → the last `SimulatedDeviceState`. */
const states = new Map();
const lists = {};
let wanted = false;
let seen = '';
let toggle;
let trouble;

export function buildDrawer() {
  const drawer = byId('simulator');
  const mark = icon('plug');
  const title = el('span', { class: 'simulator-handle-text', said: () => t('rehearsal.title') });
  toggle = el(
    'button',
    { type: 'button', class: 'simulator-handle', testid: 'simulator-toggle', 'aria-controls': 'simulator-body' },
    mark,
    title,
  );
  toggle.addEventListener('click', () => {
    const folded = drawer.dataset.open === 'true';
    remember(folded);
    fold(folded);
  });
  trouble = el('p', { class: 'simulator-trouble', role: 'alert', testid: 'simulator-problem', hidden: true });
  for (const role of roles) lists[role] = el('section', { class: 'simulator-device' });
  const body = el('div', { class: 'simulator-body', id: 'simulator-body' }, trouble, ...Object.values(lists));
  drawer.append(toggle, body);
  fold(!remembered());
}

/** Asks for the simulators' state at the start and whenever a real driver saw something happen. */
export function updateDrawer({ rehearsal, devices }) {
  show(byId('simulator'), rehearsal);
  if (!rehearsal) return;
  const now = devices.map((device) => `${device.role} ${device.state}`).join(' ');
  if (now === seen) return;
  seen = now;
  refresh();
}

function fold(folded) {
  byId('simulator').dataset.open = String(!folded);
  toggle.setAttribute('aria-expanded', String(!folded));
  say(toggle, () => t(folded ? 'rehearsal.open' : 'rehearsal.fold'), 'aria-label');
}

function remember(folded) {
  try {
    if (folded) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, 'open');
  } catch { /* Storage is off: the drawer is folded when the page is loaded again. */ }
}

function remembered() {
  try {
    return sessionStorage.getItem(KEY) === 'open';
  } catch {
    return false;
  }
}

/** One request at a time; a change in between asks once more. */
async function refresh() {
  if (wanted) {
    wanted = 'again';
    return;
  }
  wanted = 'asked';
  const { ok, answer } = await send('GET', '/v1/rehearsal');
  tell(ok ? null : answer?.error);
  for (const device of answer?.devices ?? []) states.set(device.role, device);
  for (const role of roles) draw(role);
  const again = wanted === 'again';
  wanted = false;
  if (again) refresh();
}

async function press(role, action, body, pressed) {
  pressed.disabled = true;
  const { ok, answer } = await send('POST', `/v1/rehearsal/${role}/${action}`, body);
  pressed.disabled = false;
  tell(ok ? null : answer?.error);
  if (ok && answer?.role) states.set(answer.role, answer);
  draw(role);
}

function tell(error) {
  show(trouble, Boolean(error));
  say(trouble, () => (error ? problem(error) : ''));
}

/** Builds a device's list when its choices change, else only updates it: buttons under a finger stay. */
function draw(role) {
  const state = states.get(role);
  const list = lists[role];
  show(list, Boolean(state));
  if (!state) return;
  const choices = JSON.stringify(state.choices);
  if (list.dataset.choices !== choices) {
    list.dataset.choices = choices;
    list.replaceChildren(...parts[role](state));
  }
  list.dataset.plugged = String(state.plugged);
  const paper = list.querySelector('.simulator-paper');
  if (paper) paper.textContent = (state.paper ?? []).join('\n');
  for (const item of list.querySelectorAll('[data-person]')) {
    item.setAttribute('aria-pressed', String(item.dataset.person === state.card));
  }
  for (const item of list.querySelectorAll('[data-when]')) {
    show(item, (item.dataset.when === 'plugged') === state.plugged);
  }
}

function reader({ role, choices }) {
  const people = choices.map(({ id, label, note }) =>
    choice(`sim-card-${id}`, label, note, (pressed) => press(role, 'tap', { person: id }, pressed), {
      'data-person': id,
      'aria-pressed': 'false',
    }));
  const lift = plain('sim-lift', 'rehearsal.lift', 'lift', (pressed) => press(role, 'lift', {}, pressed));
  return [heading(role, 'rehearsal.tap'), ...people, lift, ...plugs(role)];
}

function scanner({ role, choices }) {
  const codes = choices.map(({ id, label, note }, index) =>
    choice(`sim-scan-${index}`, label, note, (pressed) => press(role, 'scan', { text: id }, pressed)));
  return [heading(role, 'rehearsal.scan'), ...codes, ...plugs(role)];
}

/** Shows what stands on its paper; nothing can be done with it here but pull its plug. */
function printer({ role }) {
  return [heading(role), el('pre', { class: 'simulator-paper', testid: 'sim-paper' }), ...plugs(role)];
}

const parts = { 'id-card': reader, scanner, printer };

function heading(role, what) {
  return el(
    'header',
    { class: 'simulator-heading' },
    el('h2', { said: () => (has(`device.${role}`) ? t(`device.${role}`) : role) }),
    el('span', { class: 'simulator-unplugged', 'data-when': 'unplugged', said: () => t('rehearsal.unplugged') }),
    ...(what ? [el('span', { 'data-when': 'plugged', said: () => t(what) })] : []),
  );
}

function plugs(role) {
  return [
    plain(`sim-unplug-${role}`, 'rehearsal.unplug', 'unplug', (pressed) => press(role, 'unplug', {}, pressed), {
      'data-when': 'plugged',
    }),
    plain(`sim-plug-${role}`, 'rehearsal.plug', 'plug', (pressed) => press(role, 'plug', {}, pressed), {
      'data-when': 'unplugged',
    }),
  ];
}

function choice(testid, label, note, pressed, attributes = {}) {
  const node = el(
    'button',
    { type: 'button', class: 'simulator-choice', testid, ...attributes },
    el('span', { class: 'simulator-label', said: () => label }),
    el('span', { class: 'simulator-note', said: () => (has(note) ? t(note) : note) }),
  );
  node.addEventListener('click', () => pressed(node));
  return node;
}

function plain(testid, key, draws, pressed, attributes = {}) {
  const node = button({ testid, text: () => t(key), draws, className: 'quiet simulator-plain', ...attributes });
  node.removeAttribute('data-act');
  node.addEventListener('click', () => pressed(node));
  return node;
}
