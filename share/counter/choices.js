/** One of a few: buttons side by side, exactly one pressed. */

import { button, el, say } from './dom.js';
import { t } from './texts.js';

/**
 * Test ids are `<testid>-<value>`; the words stand at `<prefix>.<value>`, the group's name at `name`. The first value
 * is chosen at the start.
 */
export function choices(testid, values, { name, prefix, changed = () => {} }) {
  let chosen = values[0];
  const buttons = values.map((value) =>
    button({
      testid: `${testid}-${value}`,
      text: () => t(`${prefix}.${value}`),
      className: 'quiet choice',
      'aria-pressed': String(value === chosen),
      press: () => {
        chosen = value;
        for (const [index, other] of values.entries()) {
          buttons[index].setAttribute('aria-pressed', String(other === value));
        }
        changed(value);
      },
    }));
  const node = el('div', { class: 'choices', role: 'group', testid }, ...buttons);
  say(node, () => t(name), 'aria-label');
  return { node, value: () => chosen };
}
