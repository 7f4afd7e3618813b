/** The bar that shows where the visit stands. */

import { el, icon, redraw, say } from './dom.js';
import { t } from './texts.js';

const stations = [
  { key: 'notice', steps: ['notice'] },
  { key: 'identity', steps: ['identity', 'agent'] },
  { key: 'plate', steps: ['plate', 'ownership'] },
  { key: 'parts', steps: ['battery', 'motor', 'frame', 'kilometres', 'condition'] },
  { key: 'bank-card', steps: ['bank-card'] },
  { key: 'review', steps: ['review', 'committing'] },
  { key: 'recorded', steps: ['recorded'] },
];
const ends = { refused: 'stop', held: 'hourglass' };
const items = [];

export function buildStepBar(nav) {
  say(nav, () => t('page.steps'), 'aria-label');
  const list = el('ol', { class: 'step-list' });
  for (const { key } of stations) {
    const mark = icon('check', 'icon step-check');
    const label = el('span', { class: 'step-label', said: () => t(`step.${key}`) });
    const item = el('li', { class: 'step-item', 'data-station': key }, mark, label);
    items.push({ item, label, mark, key });
    list.append(item);
  }
  nav.append(list);
}

export function updateStepBar(session) {
  const { step, plateless } = session;
  const ended = ends[step];
  const at = stations.findIndex(({ steps }) => steps.includes(step));
  for (const [index, { item, label, mark, key }] of items.entries()) {
    const last = index === items.length - 1;
    const skipped = key === 'bank-card' && plateless;
    let state = index < at || (last && step === 'recorded') ? 'done' : index === at ? 'now' : 'ahead';
    if (skipped) state = 'skipped';
    if (ended) state = last ? step : 'off';
    item.dataset.state = state;
    redraw(mark, ended && last ? ended : 'check');
    say(label, () => t(`step.${last && ended ? step : key}`));
    if (index === at || (ended && last)) item.setAttribute('aria-current', 'step');
    else item.removeAttribute('aria-current');
  }
}
