/** Carry it over by hand: a file out with all that is unsent, the central's answer in. */

import { button, el, icon, say, show } from '/assets/dom.js';
import { t } from '/assets/texts.js';
import { exportQueue, importAnswer } from './calls.js';
import { act, desk } from './desk.js';
import { tell } from './dialogs.js';
import { bytesText, machineTime } from './status.js';

export function stick() {
  const out = button({ testid: 'export', text: () => t('desk.stick.export'), draws: 'forward', className: 'primary big', press: save });
  const saved = el('p', { class: 'note note-wait', testid: 'export-done', hidden: true });
  const file = el('input', { type: 'file', class: 'stick-file', id: 'import-file', testid: 'import-file' });
  const choose = el('label', { class: 'button big', for: file.id }, icon('paper'),
    el('span', { class: 'label', said: () => t('desk.stick.choose') }));
  const drop = el('div', { class: 'drop', testid: 'import-drop' }, file, choose,
    el('p', { class: 'small', said: () => t('desk.stick.drop') }));
  const done = el('p', { class: 'note', testid: 'import-done', hidden: true });
  file.addEventListener('change', () => {
    const [chosen] = file.files;
    if (chosen) take(chosen).finally(() => { file.value = ''; });
  });
  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.dataset.over = 'true';
    });
  }
  drop.addEventListener('dragleave', () => { delete drop.dataset.over; });
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    const [dropped] = event.dataTransfer.files;
    if (dropped) take(dropped);
  });
  // A file that misses the field must not replace the page.
  for (const type of ['dragover', 'drop']) document.addEventListener(type, (event) => event.preventDefault());
  const node = el(
    'div',
    { class: 'stick' },
    el('section', { class: 'stick-way' },
      el('h2', {}, numbered('1'), el('span', { said: () => t('desk.stick.out') })),
      el('p', { said: () => t('desk.stick.out.text') }), out, saved),
    el('section', { class: 'stick-way' },
      el('h2', {}, numbered('2'), el('span', { said: () => t('desk.stick.in') })),
      el('p', { said: () => t('desk.stick.in.text') }), drop, done),
  );

  async function save() {
    out.disabled = true;
    const made = await act(exportQueue());
    out.disabled = false;
    if (!made.ok) {
      tell(made, '');
      return;
    }
    const name = fileName(made.headers) ?? `${desk.kiosk?.id ?? 'kiosk'}-${stamp()}.kiosk`;
    const address = URL.createObjectURL(made.answer);
    el('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    const size = bytesText(made.answer.size);
    show(saved, true);
    say(saved, () => t('desk.stick.saved', { name, size }));
  }

  async function take(chosen) {
    choose.setAttribute('aria-busy', 'true');
    show(done, true);
    done.className = 'note note-wait';
    say(done, () => t('desk.stick.reading'));
    const read = await act(importAnswer(chosen));
    choose.removeAttribute('aria-busy');
    done.className = `note ${read.ok ? 'note-good' : 'note-bad'}`;
    done.dataset.ok = String(read.ok);
    const report = read.answer;
    show(done, read.ok);
    if (read.ok) say(done, () => t('desk.stick.taken', report));
    else tell(read, '');
  }
  return { node };
}

const numbered = (text) => el('span', { class: 'stick-number', 'aria-hidden': 'true', said: () => text });

/** `20250310-1005`, so that two files on one stick differ. */
const stamp = () => new Date(desk.status ? machineTime(desk.status) : Date.now()).toISOString().slice(0, 16)
  .replace(/[-:]/g, '').replace('T', '-');

/** As the machine names the file; only letters that a stick's file system takes. */
function fileName(headers) {
  const name = /filename="([\w.-]{1,100})"/.exec(headers?.get('content-disposition') ?? '')?.[1];
  return name ?? null;
}
