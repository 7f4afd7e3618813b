/**
 * A photo of a paper: from a file, or from the camera where the browser has one. It is made smaller here, sent at
 * once, and only the name that the daemon gives it is kept.
 */

import { sendPhoto } from './api.js';
import { open } from './dialog.js';
import { button, el, icon, redraw, say, show } from './dom.js';
import { problem } from './format.js';
import { t } from './texts.js';

/** Pixels of the longer side: print of 8 points on an A4 sheet stays readable. */
const LONGEST = 1_800;
const QUALITY = 0.85;

/**
 * `value()` is the photo's name or null, and `isSending()` whether one is on its way: what is submitted then would
 * leave it out. `update(needed)` says whether it must be there; `changed` is called after each change of these.
 */
export function photoField(changed = () => {}) {
  let name = null;
  let state = 'none';
  let trouble = null;
  let isNeeded = false;
  /** Counts photos, so that the late answer to one does not take the place of the next. */
  let asked = 0;

  const file = el('input', {
    type: 'file',
    class: 'photo-file',
    id: 'certificate-photo',
    testid: 'certificate-photo',
    accept: 'image/jpeg,image/png',
    capture: 'environment',
  });
  file.addEventListener('change', () => {
    const chosen = file.files[0];
    file.value = '';
    if (chosen) take(chosen);
  });
  const label = el('span', { class: 'label' });
  const choose = el('label', { class: 'button quiet photo-choose', for: file.id }, icon('photo'), label);
  const camera = button({
    testid: 'certificate-camera',
    text: () => t('ownership.photo.camera'),
    draws: 'photo',
    className: 'quiet',
    hidden: true,
    press: async () => {
      const taken = await takeWithCamera();
      if (taken) take(taken);
    },
  });
  const mark = icon('hourglass');
  const words = el('span', { testid: 'photo-state' });
  const title = el('span', { class: 'field-title' });
  const status = el('p', { class: 'photo-state', role: 'status' }, mark, words);
  const node = el('div', { class: 'field photo' }, title, el('div', { class: 'row' }, file, choose, camera), status);
  hasCamera().then((there) => show(camera, there));

  async function take(image) {
    asked += 1;
    const mine = asked;
    set('sending', null);
    const small = await shrink(image).catch(() => null);
    if (mine !== asked) return;
    if (!small) {
      set('bad', null);
      return;
    }
    const { ok, answer } = await sendPhoto(small);
    if (mine !== asked) return;
    name = ok && answer?.photo ? answer.photo : null;
    set(name ? 'there' : 'bad', ok ? null : answer?.error);
  }

  function set(next, error) {
    state = next;
    if (next !== 'there') name = null;
    trouble = error;
    draw();
    changed();
  }

  function draw() {
    show(status, state !== 'none');
    status.dataset.state = state;
    redraw(mark, { there: 'check', bad: 'warning' }[state] ?? 'hourglass');
    say(words, () => (trouble ? problem(trouble) : t(`ownership.photo.${state}`)));
    say(label, () => t(name ? 'ownership.photo.again' : 'ownership.photo.file'));
    say(title, () => t(isNeeded ? 'ownership.photo' : 'ownership.photo.optional'));
  }

  draw();
  return {
    node,
    value: () => name,
    isSending: () => state === 'sending',
    focus: () => file.focus(),
    clear: () => {
      asked += 1;
      set('none', null);
    },
    update: (needed) => {
      if (needed === isNeeded) return;
      isNeeded = needed;
      draw();
    },
  };
}

/** A JPEG of bounded size; throws when it is no picture. */
async function shrink(image) {
  const bitmap = await createImageBitmap(image);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}

async function hasCamera() {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).some(({ kind }) => kind === 'videoinput');
  } catch {
    return false;
  }
}

/** What the camera saw when the button was pressed; null when nothing was taken. */
async function takeWithCamera() {
  let stream;
  try {
    const video = { facingMode: 'environment', width: { ideal: 1_920 } };
    stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
  } catch {
    return null;
  }
  return new Promise((resolve) => {
    const video = el('video', { class: 'camera', autoplay: true, playsinline: true, muted: true });
    video.srcObject = stream;
    let taken = null;
    const shoot = async () => {
      const canvas = document.createElement('canvas');
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      if (canvas.width === 0) return;
      canvas.getContext('2d').drawImage(video, 0, 0);
      taken = await new Promise((ready) => canvas.toBlob(ready, 'image/jpeg', QUALITY));
      dialog.close();
    };
    const close = () => dialog.close();
    const dialog = open(
      'camera-dialog',
      () => t('ownership.photo.camera'),
      [video],
      [
        button({ testid: 'dialog-close', text: () => t('action.close'), className: 'quiet', press: close }),
        button({ testid: 'camera-take', text: () => t('ownership.photo.take'), className: 'primary', press: shoot }),
      ],
      () => {
        for (const track of stream.getTracks()) track.stop();
        resolve(taken);
      },
    );
  });
}
