/**
 * Checks the code of a scrapping certificate: docs/papers.md describes it byte by byte, Sources/Papers reads the same.
 * A classic script, because a page opened from the disk may not load modules. Nothing is sent, nothing is kept.
 */
'use strict';

(() => {
  const PREFIX = 'EBC1:';
  const LONGEST = 1024;
  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const LANGUAGES = [['zh-CN', '中文'], ['bo', 'བོད་ཡིག'], ['en', 'English']];
  const LEVELS = {
    waiting: ['', '…'], valid: ['good', '✓'], rehearsal: ['bad', '✕'], expired: ['wait', '!'], 'not-yet-valid': ['wait', '!'],
    'wrong-signature': ['bad', '✕'], 'unknown-key': ['bad', '?'], malformed: ['wait', '…'], newer: ['wait', '↻'],
    'no-keys': ['bad', '∅'], 'cannot-check': ['bad', '∅'],
  };

  const byID = (id) => document.getElementById(id);
  const texts = window.certificateTexts;
  let language = LANGUAGES[0][0];
  let shown = { state: 'waiting' };
  let run = 0;

  class Malformed extends Error {}

  // The code -------------------------------------------------------------------------------------------------------

  /** Bytes of base 32 (RFC 4648), strictly: no padding, left-over bits zero. */
  function base32(text) {
    const bytes = [];
    let held = 0;
    let bits = 0;
    for (const character of text) {
      const value = DIGITS.indexOf(character);
      if (value < 0) throw new Malformed();
      held = (held << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes.push((held >> bits) & 255);
      }
      held &= (1 << bits) - 1;
    }
    if (bits >= 5 || held !== 0) throw new Malformed();
    return Uint8Array.from(bytes);
  }

  /** The fields; throws unless every byte has its place. */
  function decode(bytes) {
    let at = 0;
    const take = (count) => {
      if (at + count > bytes.length) throw new Malformed();
      at += count;
      return bytes.subarray(at - count, at);
    };
    const text = (count) => {
      try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(take(count));
      } catch {
        throw new Malformed();
      }
    };
    const matching = (value, pattern) => {
      if (!pattern.test(value)) throw new Malformed();
      return value;
    };
    const day = () => {
      const [high, low] = take(2);
      return new Date((high * 256 + low) * 86400000).toISOString().slice(0, 10);
    };
    const flags = take(1)[0];
    if (flags > 1) throw new Malformed();
    const fields = {
      rehearsal: flags === 1,
      key: hex(take(8)),
      received: day(),
      issued: day(),
      expires: day(),
      tail: matching(text(4), /^[0-9X]{4}$/),
      number: matching(text(take(1)[0]), /^[0-9A-Z]([0-9A-Z-]{0,30}[0-9A-Z])?$/),
      claim: matching(text(take(1)[0]), /^[0-9A-Z]{2,8}-[0-9]{6,15}-[0-9A-Z]$/),
      point: matching(text(take(1)[0]), /^[a-z0-9-]{1,40}$/),
      plate: matching(text(take(1)[0]), /^[\p{L}\p{M}\p{N}]{0,32}$/u),
    };
    if (at !== bytes.length || fields.received > fields.issued || fields.issued > fields.expires) throw new Malformed();
    return fields;
  }

  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

  /** Today at UTC+8, by this machine's clock. */
  const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);

  async function isSignedBy(keyHex, fingerprint, signature, signed) {
    const point = fromHex(keyHex);
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', point));
    if (hex(digest.subarray(0, 8)) !== fingerprint) return undefined;
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const key = await crypto.subtle.importKey('raw', point, algorithm, false, ['verify']);
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, signed);
  }

  /** The state to show, with the fields when a signature proves them. The order is that of CertificateVerifier. */
  async function examine(input) {
    const trusted = window.certificateKeys ?? {};
    const keys = trusted.keys ?? [];
    const rehearsalKeys = trusted.rehearsalKeys ?? [];
    const code = input.replace(/[ \t\r\n]/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
    if (code === '') return { state: 'waiting' };
    if (keys.length + rehearsalKeys.length === 0) return { state: 'no-keys' };
    if (!window.crypto?.subtle) return { state: 'cannot-check' };
    if (input.length > LONGEST) return { state: 'malformed' };
    if (/^EBC[^:]{0,4}:/.test(code) && !code.startsWith(PREFIX)) return { state: 'newer' };
    if (!code.startsWith(PREFIX)) return { state: 'malformed' };
    let content;
    let fields;
    try {
      content = base32(code.slice(PREFIX.length));
      if (content.length <= 64) return { state: 'malformed' };
      fields = decode(content.subarray(0, -64));
    } catch (error) {
      if (error instanceof Malformed) return { state: 'malformed' };
      throw error;
    }
    const signature = content.slice(-64);
    const body = content.subarray(0, -64);
    const signed = new Uint8Array(PREFIX.length + body.length);
    signed.set(new TextEncoder().encode(PREFIX));
    signed.set(body, PREFIX.length);
    const answers = async (list) => Promise.all(list.map((key) => isSignedBy(key, fields.key, signature, signed)));
    const practice = await answers(rehearsalKeys);
    const real = await answers(keys);
    if ([...practice, ...real].every((answer) => answer === undefined)) return { state: 'unknown-key', key: fields.key };
    if (practice.includes(true)) return { state: 'rehearsal', fields };
    if (!real.includes(true)) return { state: 'wrong-signature' };
    if (fields.rehearsal) return { state: 'rehearsal', fields };
    if (today() < fields.issued) return { state: 'not-yet-valid', fields };
    return { state: today() <= fields.expires ? 'valid' : 'expired', fields };
  }

  // The page -------------------------------------------------------------------------------------------------------

  function t(key, values = {}, of = language) {
    const text = texts[of]?.[key];
    return text === undefined ? key : text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '–');
  }

  function render() {
    document.documentElement.lang = language;
    document.title = t('certificate.page.title');
    for (const element of document.querySelectorAll('[data-text]')) element.textContent = t(element.dataset.text);
    byID('languages').setAttribute('aria-label', t('certificate.page.language'));
    for (const button of byID('languages').children) {
      button.setAttribute('aria-pressed', String(button.lang === language));
    }
    const { state, fields, key } = shown;
    const [level, symbol] = LEVELS[state];
    const result = byID('result');
    result.dataset.level = level;
    byID('symbol').textContent = symbol;
    byID('title').textContent = t(`certificate.state.${state}.title`);
    byID('others').replaceChildren(...LANGUAGES.filter(([code]) => code !== language).map(([code]) => {
      const span = document.createElement('span');
      span.lang = code;
      span.textContent = t(`certificate.state.${state}.title`, {}, code);
      return span;
    }).flatMap((span, index) => (index ? [' · ', span] : [span])));
    byID('text').textContent = t(`certificate.state.${state}.text`, { key });
    byID('fields').replaceChildren(...(fields ? rows(fields) : []));
    byID('today').textContent = fields ? t('certificate.page.today', { day: today() }) : '';
    // Last, so that who waits for the state sees all of it.
    result.dataset.state = state;
  }

  function rows(fields) {
    const values = [
      ['plate', fields.plate === '' ? t('certificate.field.plate.none') : fields.plate],
      ['id-tail', fields.tail], ['number', fields.number], ['claim', fields.claim], ['received', fields.received],
      ['point', fields.point], ['issued', fields.issued], ['expires', fields.expires], ['key', fields.key],
    ];
    return values.flatMap(([name, value]) => {
      const label = document.createElement('dt');
      label.textContent = t(`certificate.field.${name}`);
      const content = document.createElement('dd');
      content.textContent = value;
      content.lang = 'zh-CN';
      content.dataset.testid = `field-${name}`;
      return [label, content];
    });
  }

  /** Shows the answer to what stands in the field now; an answer that comes after another question is dropped. */
  async function check() {
    run += 1;
    const mine = run;
    let answer;
    try {
      answer = await examine(byID('code').value);
    } catch {
      answer = { state: 'cannot-check' };
    }
    if (mine !== run) return;
    shown = answer;
    render();
  }

  /** What was shown belongs to another code as soon as the field changes. */
  function forget() {
    run += 1;
    if (shown.state === 'waiting' || shown.state === 'no-keys') return;
    shown = { state: 'waiting' };
    render();
  }

  function start() {
    if (!texts) {
      byID('unprepared').hidden = false;
      return;
    }
    byID('page').hidden = false;
    for (const [code, name] of LANGUAGES) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'button';
      button.lang = code;
      button.textContent = name;
      button.dataset.testid = `language-${code}`;
      button.addEventListener('click', () => {
        language = code;
        render();
      });
      byID('languages').append(button);
    }
    const field = byID('code');
    field.addEventListener('input', forget);
    field.addEventListener('paste', () => setTimeout(check));
    // A hand scanner ends with Enter; the next scan replaces what is there.
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      check().then(() => field.select());
    });
    byID('check').addEventListener('click', check);
    byID('clear').addEventListener('click', () => {
      field.value = '';
      forget();
      field.focus();
    });
    const trusted = window.certificateKeys ?? {};
    if ((trusted.keys ?? []).length + (trusted.rehearsalKeys ?? []).length === 0) shown = { state: 'no-keys' };
    render();
    field.focus();
  }

  start();
})();
