import { compareNames } from '../../shared/kernel/compare-names.ts';
import { type StatusBody, statusBody } from '../../shared/sync/hub-api.ts';
import type { HubDevice, HubStore } from '../store/hub-store.ts';
import { type Html, html } from './html.ts';

/** One workstation as its supervisor sees it. */
interface Seen {
  readonly label: string;
  readonly device: string;
  readonly isRevoked: boolean;
  /** When the hub last heard its status, ISO; null when never. */
  readonly receivedAt: string | null;
  /** What it said of itself, or null: never, or nothing this hub can read. */
  readonly said: StatusBody | null;
}

export interface SiteSeen {
  readonly name: string;
  readonly workstations: readonly Seen[];
}

/** Longer unheard than this is marked: most labs work every day. */
const silentHours = 24;

/** What the page shows, from what workstations last reported. */
export async function readOverview(store: HubStore): Promise<readonly SiteSeen[]> {
  const [sites, statuses] = await Promise.all([store.enrolment.sites(), store.statuses.all()]);
  const statusOf = new Map(statuses.map((status) => [status.device, status]));
  return Promise.all(
    sites.map(async ({ site, name }) => {
      const newest = new Map<string, HubDevice>();
      for (const device of await store.enrolment.devices(site)) {
        const before = newest.get(device.device);
        if (!before || before.epoch < device.epoch) newest.set(device.device, device);
      }
      const workstations = [...newest.values()].map(({ device, label, isRevoked }): Seen => {
        const status = statusOf.get(device);
        const said = status ? readStatus(status.text) : null;
        return { label: said?.label ?? label, device, isRevoked, receivedAt: status?.receivedAt ?? null, said };
      });
      return { name, workstations: workstations.toSorted((a, b) => compareNames(a.label, b.label)) };
    }),
  );
}

function readStatus(text: string): StatusBody | null {
  try {
    return statusBody.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - Benchside hub</title>
<link rel="stylesheet" href="/supervisor/style.css">
</head>
<body>
${body}
</body>
</html>
`.html;
}

/** The page that asks for a code. */
export function signInPage(wasWrong: boolean): string {
  const wrong = wasWrong
    ? html`<p class="stop" id="wrong" role="alert">This code is not good: wrong, used already, or too old. Ask for a new one.</p>`
    : html``;
  const described = wasWrong ? html` aria-invalid="true" aria-describedby="wrong how"` : html` aria-describedby="how"`;
  return page(
    'Sign in',
    html`<main>
<h1>Benchside hub</h1>
<p id="how">Whoever runs the hub makes a code with <code>npm run hub -- supervisor</code>. It is good once.</p>
${wrong}
<form method="post" action="/supervisor/sign-in">
<label for="code">Code</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="60" required${described}>
<div><button>Show the workstations</button></div>
</form>
</main>`,
  );
}

/** The overview: every site, every workstation. */
export function overviewPage(sites: readonly SiteSeen[], now: Date): string {
  const tables = sites.map((site) => siteTable(site, now));
  return page(
    'Workstations',
    html`<header>
<h1>Workstations</h1>
<p class="muted">As each last reported of itself. ${time(now.toISOString())}. <a href="/supervisor">Look again</a></p>
</header>
<main>
${sites.length === 0 ? html`<p>No site yet.</p>` : html``}${tables}
</main>`,
  );
}

function siteTable({ name, workstations }: SiteSeen, now: Date): Html {
  if (workstations.length === 0) return html`<h2>${name}</h2><p>No workstation is enrolled.</p>`;
  return html`<h2>${name}</h2>
<div class="wide" tabindex="0" role="region" aria-label="Workstations of ${name}">
<table>
<thead><tr>
<th scope="col">Workstation</th><th scope="col">State</th><th scope="col">Last seen</th><th scope="col">Unsent since</th>
<th scope="col" class="number">Unsent</th><th scope="col" class="number">Overdue</th>
<th scope="col" class="number">Conflicts</th><th scope="col" class="number">Set aside</th><th scope="col">App</th>
</tr></thead>
<tbody>
${workstations.map((one) => row(one, now))}</tbody>
</table>
</div>
`;
}

function row(seen: Seen, now: Date): Html {
  const { label, receivedAt, said } = seen;
  const state = stateOf(seen, now);
  const count = (value: number | undefined) => html`<td class="number">${value ?? ''}</td>`;
  return html`<tr><th scope="row">${label}</th><td class="${state.kind}">${state.words}</td>
<td>${receivedAt === null ? 'never' : html`${time(receivedAt)}<br><span class="muted">${agoOf(receivedAt, now)}</span>`}</td>
<td>${said?.unsentSince ? time(said.unsentSince) : ''}</td>${count(said?.unsentCount)}${count(said?.overdueCount)}${count(said?.conflictCount)}${count(said?.quarantineCount)}<td>${said?.app ?? ''}</td></tr>
`;
}

/** The one word to look at first, and its kind of colour. */
function stateOf(
  seen: Seen,
  now: Date,
): { readonly kind: 'good' | 'attention' | 'stop' | 'muted'; readonly words: string } {
  const { isRevoked, receivedAt, said } = seen;
  if (isRevoked) return { kind: 'muted', words: 'Revoked' };
  if (receivedAt === null) return { kind: 'attention', words: 'Enrolled, never reported' };
  if (said === null) return { kind: 'attention', words: 'Its report needs a newer hub' };
  if (said.quarantineCount > 0) return { kind: 'stop', words: 'Records set aside' };
  if (now.getTime() - Date.parse(receivedAt) > silentHours * 3_600_000)
    return { kind: 'attention', words: 'Not heard of' };
  if (said.conflictCount > 0) return { kind: 'attention', words: 'Conflicts to decide' };
  if (said.overdueCount > 0) return { kind: 'attention', words: 'Work overdue' };
  if (said.unsentCount > 0) return { kind: 'attention', words: 'Records not sent yet' };
  return { kind: 'good', words: 'In order' };
}

function time(iso: string): Html {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return html`${iso}`;
  return html`<time datetime="${iso}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function agoOf(iso: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - Date.parse(iso)) / 60_000);
  if (Number.isNaN(minutes)) return '';
  if (minutes < 2) return 'just now';
  if (minutes < 120) return `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours ago` : `${Math.floor(hours / 24)} days ago`;
}
