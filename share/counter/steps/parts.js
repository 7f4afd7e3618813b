/**
 * Battery, motor and frame: three cards side by side. One is open, normally the first that is not judged; a press on
 * another opens that one. The buttons of two parts never lie at the same place, so a double press judges nothing twice.
 */

import { act } from '../api.js';
import { el } from '../dom.js';
import { change } from '../store.js';
import { partCard } from './part-card.js';
import { voltsBand } from './volts-band.js';

const names = ['battery', 'motor', 'frame'];
/** A second press of the same finger within this time opens no other card. */
const SETTLE_MS = 600;

export function parts() {
  let chosen = null;
  let step = null;
  let steppedAt = 0;
  /** "Present" was pressed for the battery and its voltage is still to come. */
  let present = false;

  const cards = Object.fromEntries(names.map((name) => [name, partCard(name, { open: () => open(name), judge })]));
  const volts = voltsBand(() => {
    if (present) send('battery', 'present');
    else change({});
  });
  const node = el(
    'div',
    { class: 'parts' },
    el('div', { class: 'part-cards' }, ...names.map((name) => cards[name].node)),
    volts.node,
  );

  function open(name) {
    if (performance.now() - steppedAt < SETTLE_MS) return;
    chosen = name;
    present = false;
    change({});
  }

  function judge(name, condition) {
    present = name === 'battery' && condition === 'present';
    if (!present || volts.isGiven()) {
      send(name, condition);
      return;
    }
    change({});
    volts.focus();
  }

  async function send(name, condition) {
    const body = { condition, ...cards[name].serial() };
    if (name === 'battery' && condition === 'present') Object.assign(body, volts.entry());
    const taken = await act(`/v1/session/parts/${name}`, body, 'PUT');
    if (!taken) return;
    cards[name].clear();
    if (name === 'battery') volts.clear();
    present = false;
    chosen = null;
    change({});
  }

  const update = (session, snapshot) => {
    if (session.step !== step) {
      chosen = null;
      steppedAt = performance.now();
    }
    step = session.step;
    const now = chosen ?? step;
    for (const name of names) cards[name].update(session, name === now, name === 'battery' && present);
    volts.update(now === 'battery', present, session.plateless, snapshot.programme.tariff);
  };
  const waiting = () => {
    if (present) return 'part.volts';
    return (chosen ?? step) === 'battery' && volts.isGiven() ? 'part.volts.first' : null;
  };
  return { node, update, waiting };
}
