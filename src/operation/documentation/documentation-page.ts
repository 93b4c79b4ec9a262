import { ERROR_CATALOGUE } from '#kernel/error.ts';
import { type Html, html } from '#kernel/html.ts';
import type { OpenApi, Operation } from '../openapi/openapi.ts';
import { operationSection } from './operation-section.ts';
import { prose } from './prose.ts';

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The description as a page to read: no script, one style sheet. `address`: where Rappen is reached, for the lines to try. */
export function documentationPage(document: OpenApi, address: string): string {
  const groups = document.tags.map(({ name }) => ({
    name,
    id: idOf(name),
    listed: listedUnder(document, name),
  }));
  const filled = groups.filter(({ listed }) => listed.length > 0);
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Rappen: API</title>
  <link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
  <nav aria-label="Contents" tabindex="0">${contents(filled)}</nav>
  <main>
    ${introduction(document, address)}
    ${filled.map(
      ({ name, id, listed }) => html`
    <section aria-labelledby="${id}">
      <h2 id="${id}">${name}</h2>
      ${listed.map(({ method, path, operation }) => operationSection(document, method, path, operation))}
    </section>`,
    )}
    ${errorTable()}
  </main>
</body>
</html>
`.markup;
}

function listedUnder({ paths }: OpenApi, tag: string): Listed[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation.tags.includes(tag))
      .map(([method, operation]) => ({ method, path, operation })),
  );
}

function idOf(tag: string): string {
  return `tag-${tag.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

function contents(
  groups: readonly { readonly name: string; readonly id: string; readonly listed: readonly Listed[] }[],
): Html {
  return html`
    <details>
      <summary>Contents</summary>
      <ul>
        <li><a href="#start">Start here</a></li>
        ${groups.map(
          ({ name, id, listed }) => html`
        <li><a href="#${id}">${name}</a><ul>
          ${listed.map(({ method, operation }) => html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method.toUpperCase()}</span> ${operation.summary}</a></li>`)}
        </ul></li>`,
        )}
        <li><a href="#errors">Errors</a></li>
      </ul>
    </details>`;
}

function introduction({ info }: OpenApi, url: string): Html {
  return html`
    <header>
      <h1 id="start">${info.title} API <small>${info.version}</small></h1>
      <p>${prose(info.description)}</p>
      <p>For programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
    </header>
    <section aria-label="Start here">
      <pre tabindex="0"><code>export RAPPEN_URL=${url}
export RAPPEN_API_KEY=rpn_...   # a key of yours; it is shown once, when it is made

curl "$RAPPEN_URL/api/me" -H "authorization: Bearer $RAPPEN_API_KEY"

# or signed in: the session's cookie is kept in a file
curl "$RAPPEN_URL/api/auth/sign-in/email" -c session.txt \\
  -H 'content-type: application/json' -d '{"email": "...", "password": "..."}'
curl "$RAPPEN_URL/api/me" -b session.txt
curl -X POST "$RAPPEN_URL/api/me/api-keys" -b session.txt -H "origin: $RAPPEN_URL" \\
  -H 'content-type: application/json' -d '{"name": "reports", "scopes": ["billing:read"]}'</code></pre>
      <dl>
        <dt>Who you are</dt>
        <dd>Send the key as <code>authorization: Bearer</code> or <code>x-api-key</code>. It belongs to one user in one mandate and has scopes: <code>call</code>, <code>billing:read</code>, <code>billing:write</code>, <code>admin</code>. A key has <code>call</code> alone unless more was asked for; to read balances, bookings and prices it needs <code>billing:read</code>, and never may it do more than its user. Pages use a session's cookie instead; what changes something then needs the header <code>origin</code> with Rappen's own address, which browsers send by themselves.</dd>
        <dt>Which mandate</dt>
        <dd>A key has its own. Who is signed in and a member of several names one: <code>?mandate=mnd_...</code> or the header <code>x-rappen-mandate</code>. Another mandate's id is a 404.</dd>
        <dt>Money and time</dt>
        <dd>Amounts are decimal texts in CHF with nine decimals, such as <code>"12.340500000"</code>: never read them as floating-point numbers. Instants are ISO 8601 in UTC.</dd>
        <dt>Lists</dt>
        <dd>At most 200 rows a page (<code>limit</code>). Where there are more, the answer has a <code>nextCursor</code>: send it as <code>cursor</code>.</dd>
        <dt>Twice is once</dt>
        <dd>What moves money needs an <code>idempotency-key</code>, a text of your choice. The same request with the same key again has no second effect; another request with it is a 409.</dd>
        <dt>Limits</dt>
        <dd>Bodies up to 256 KiB. <code>ratelimit-remaining</code> says how many requests are left, <code>ratelimit-reset</code> in how many seconds all are there again; beyond that it is a 429 with <code>retry-after</code>.</dd>
        <dt>Calling AI</dt>
        <dd>The gateway has the providers' own addresses, requests, answers and errors: point the official SDK at <code>${url}/openai/v1</code>, <code>/anthropic</code>, <code>/perplexity</code> or <code>/tavily</code>, with your Rappen key.</dd>
      </dl>
    </section>`;
}

function errorTable(): Html {
  const sorted = ERROR_CATALOGUE.toSorted((a, b) => a.status - b.status);
  const rows = sorted.map(({ status, code, text }, index) => {
    const isFirst = sorted[index - 1]?.status !== status;
    const cell = isFirst ? html`<td id="error-${status}">${status}</td>` : html`<td>${status}</td>`;
    return html`<tr>${cell}<td><code>${code}</code></td><td>${text}</td></tr>`;
  });
  return html`
    <section aria-labelledby="errors">
      <h2 id="errors">Errors</h2>
      <p>As <code>application/problem+json</code> with <code>code</code>, <code>title</code>, <code>status</code> and <code>requestId</code>; the gateway's have the shape of the provider that was called.</p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="errors"><table><thead><tr><th>Status</th><th>Code</th><th>Meaning</th></tr></thead><tbody>${rows}</tbody></table></div>
    </section>`;
}
