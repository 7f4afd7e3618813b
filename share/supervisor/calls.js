/** Every request of the page. Each gives `{ok, status, answer}` and never throws; status 0 is "no answer". */

const ANSWER_MS = 15_000;
/** A stick's worth of claims and photos takes its time. */
const FILE_MS = 15 * 60_000;
const QUEUE = '/v1/supervisor';

export const whoAmI = (looking) => get('/v1/supervisor', looking);
export const logIn = (supervisor, pin) => post('/v1/supervisor/login', { supervisor, pin });
export const logOut = () => post('/v1/supervisor/logout');

export const getStatus = (looking) => get(`${QUEUE}/queue`, looking);
export const getClaims = (filter, after, looking) =>
  get(`${QUEUE}/claims?filter=${filter}&after=${after}&limit=50`, looking);
export const retry = () => post(`${QUEUE}/queue/retry`);
export const pause = () => post(`${QUEUE}/queue/pause`);
export const resume = () => post(`${QUEUE}/queue/resume`);
export const amend = (claimId, entry) => post(`${QUEUE}/claims/${encodeURIComponent(claimId)}/amendment`, entry);
export const getDay = (day, looking) => get(`${QUEUE}/days/${encodeURIComponent(day)}`, looking);
export const printDay = (day, language) => post(`${QUEUE}/days/${encodeURIComponent(day)}/print`, { language });
export const getAudit = (after) => get(`${QUEUE}/audit?after=${after}&limit=500`);

/** The file as `answer`, a Blob; the browser keeps a large one on its disk. */
export const exportQueue = () =>
  exchange(`${QUEUE}/queue/export`, { method: 'POST' }, FILE_MS, (response) => response.blob());

export const importAnswer = (file) =>
  exchange(`${QUEUE}/queue/answer`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
  }, FILE_MS);

export const sendPhoto = (image) =>
  exchange('/v1/session/photos', { method: 'POST', headers: { 'Content-Type': image.type }, body: image });

const get = (path, looking = false) =>
  exchange(path, { method: 'GET', headers: looking ? { 'Supervisor-Looking': '1' } : {} });

const post = (path, body = {}) =>
  exchange(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

async function exchange(path, request, bound = ANSWER_MS, read = null) {
  try {
    const response = await fetch(path, { ...request, signal: AbortSignal.timeout(bound), cache: 'no-store' });
    const { ok, status, headers } = response;
    if (ok && read) return { ok, status, headers, answer: await read(response) };
    const answer = await response.json().catch(() => null);
    return { ok: ok && answer !== null, status, answer };
  } catch {
    return { ok: false, status: 0, answer: { error: { code: 'no-answer', message: '', remedy: '' } } };
  }
}
