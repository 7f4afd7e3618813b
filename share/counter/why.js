/** Which rule decided, from which facts, under which versions: folded away, in words that people can read. */

import { el, say, show } from './dom.js';
import { explain, valueText } from './format.js';
import { firstOf, has, t } from './texts.js';

/** `update(verdict, programme)`; without a verdict it is not shown. */
export function whyExactly() {
  const list = el('dl', { class: 'why-facts' });
  const summary = el('summary', { testid: 'why-open', said: () => t('why.title') });
  const node = el('details', { class: 'why', testid: 'why', hidden: true }, summary, list);
  node.addEventListener('toggle', () => {
    if (node.open) node.scrollIntoView({ block: 'nearest' });
  });
  let drawn = '';
  const update = (verdict, programme) => {
    show(node, Boolean(verdict?.rule));
    const wanted = JSON.stringify([verdict, programme?.plateless]);
    if (!verdict?.rule || wanted === drawn) return;
    drawn = wanted;
    list.dataset.rule = verdict.rule;
    list.replaceChildren(
      row(() => t('why.rule'), () => ruleText(verdict.rule)),
      ...sorted(verdict.facts).map(([name, value]) =>
        row(() => factName(name), () => valueText(name, value, programme))),
      ...sorted(verdict.versions).map(([name, value]) => row(() => versionName(name), () => value)),
      ...(verdict.others ?? []).map((other) => row(() => t('why.other'), () => explain('reason', other, '.title'))),
    );
  };
  return { node, update };
}

const sorted = (values) => Object.entries(values ?? {}).sort(([a], [b]) => a.localeCompare(b));

export const ruleText = (rule) => (has(`rule.${rule}.title`) ? t(`rule.${rule}.title`) : rule);

const factName = (name) => (has(`fact.${name}`) ? t(`fact.${name}`) : name);

const versionName = (name) => firstOf([`why.version.${name}`, 'why.version.other'], { name });

const row = (name, value) => {
  const dt = el('dt');
  const dd = el('dd');
  say(dt, name);
  say(dd, value);
  return el('div', { class: 'why-row' }, dt, dd);
};
