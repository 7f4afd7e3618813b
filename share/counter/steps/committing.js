/** The claim is being written to disk: nothing to press. */

import { el } from '../dom.js';
import { t } from '../texts.js';
import { summary } from './review.js';

export function committing() {
  const waiting = el('p', { class: 'saving' }, el('span', { class: 'spinner', 'aria-hidden': 'true' }),
    el('span', { said: () => t('step.committing') }));
  return summary(waiting);
}
