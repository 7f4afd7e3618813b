/** The lights of the devices, of the registry and of the queue: shape, colour and words; a press tells more. */

import { el, icon, redraw, say, show } from './dom.js';
import { showDevice, showQueue, showRegistry } from './dialogs.js';
import { age, dayText } from './format.js';
import { store } from './store.js';
import { t } from './texts.js';

const deviceLevels = {
  ready: 'good',
  asking: 'good',
  reading: 'good',
  starting: 'wait',
  'remove-card': 'wait',
  missing: 'bad',
  unavailable: 'bad',
  silent: 'bad',
  faulty: 'bad',
};
const marks = { good: 'check', wait: 'hourglass', bad: 'warning', unknown: 'question' };
/** A kiosk always has the first two; the others show where there is such a device. */
const roles = ['id-card', 'scanner', 'bank-card', 'printer'];
const always = ['id-card', 'scanner'];
const lights = {};

/** Ages grow while nothing else happens. */
const refreshMilliseconds = 30_000;

export function buildLights(box) {
  setInterval(() => { if (store.snapshot) updateLights(store.snapshot); }, refreshMilliseconds);
  for (const role of roles) {
    lights[role] = light(`device-${role}`, () => showDevice(role), () => t(`device.${role}`));
    box.append(lights[role].node);
  }
  lights.registry = light('registry', showRegistry, () => t('registry.title'));
  box.append(lights.registry.node);
  lights.queue = light('queue', showQueue, () => t('queue.title'));
  box.append(lights.queue.node);
}

export function updateLights({ devices, registry, queue }) {
  for (const role of roles) {
    const device = devices.find((candidate) => candidate.role === role);
    const state = device?.state ?? 'missing';
    const level = deviceLevels[state] ?? 'bad';
    set(lights[role], level === 'good' && device?.notice ? 'wait' : level, () => t(`device.state.${state}`));
    lights[role].node.dataset.state = state;
    show(lights[role].node, Boolean(device) || always.includes(role));
  }
  set(lights.registry, registryLevel(registry), () => registryText(registry));
  lights.registry.node.dataset.state = registry.state;
  set(lights.queue, queueLevel(queue), () => queueText(store.snapshot.queue));
}

/** A programme may have no registry at all: only a trouble, or one too old to be used, is red. */
function registryLevel({ state, problem }) {
  if (state === 'unusable' || (state === 'missing' && problem)) return 'bad';
  return state === 'current' && !problem ? 'good' : 'wait';
}

const registryText = ({ state, asOf }) => t(`registry.light.${state}`, { day: dayText(asOf) });

/**
 * Green only when nothing is unsent, photos too, or came back; red only when a person is needed, nothing can be
 * recorded or the photos' disk is away; grey when it is not known.
 */
export function queueLevel(queue) {
  if (!queue) return 'unknown';
  const { waiting, needsPerson, photosWaiting, photosNeedPerson, returned, stopped, photosMissing } = queue;
  if (stopped || photosMissing || needsPerson > 0 || photosNeedPerson > 0 || returned > 0) return 'bad';
  const nothing = [waiting, needsPerson, photosWaiting, photosNeedPerson, returned].every((count) => count === 0);
  return nothing ? 'good' : 'wait';
}

function queueText(queue) {
  if (!queue) return t('queue.unknown');
  const { waiting, needsPerson, photosWaiting, photosNeedPerson, returned, oldestWaitingSince, central } = queue;
  const words = [];
  if (queue.stopped) words.push(t('queue.stopped'));
  if (queue.photosMissing) words.push(t('queue.photos-missing'));
  if (returned > 0) words.push(t('queue.returned', { count: returned }));
  if (needsPerson > 0) words.push(t('queue.needs-person', { count: needsPerson }));
  if (photosNeedPerson > 0) words.push(t('queue.photos-need-person', { count: photosNeedPerson }));
  if (waiting > 0) words.push(t('queue.waiting', { count: waiting }));
  const oldest = waiting > 0 ? waitingFor(oldestWaitingSince) : null;
  if (oldest && oldest !== t('age.now')) words.push(t('queue.oldest', { age: oldest }));
  if (photosWaiting > 0) words.push(t('queue.photos', { count: photosWaiting }));
  if (words.length === 0) words.push(t('queue.clear'));
  if (central === 'unreachable' && waiting === 0) words.push(t('queue.unreachable'));
  return words.join(' · ');
}

const waitingFor = (since) => age(since, store.snapshot.now, performance.now() - store.cameAt);

function light(testid, press, name) {
  const mark = icon('check', 'icon light-mark');
  const state = el('span', { class: 'light-state' });
  const title = el('span', { class: 'light-name', said: name });
  const words = el('span', { class: 'light-words' }, title, state);
  const node = el('button', { type: 'button', class: 'light', testid, on: { click: press } }, mark, words);
  return { node, mark, state };
}

function set({ node, mark, state }, level, text) {
  node.dataset.level = level;
  redraw(mark, marks[level]);
  say(state, text);
}
