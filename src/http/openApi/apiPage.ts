import type { OpenApiDocument, Operation, Schema } from './document.ts';
import { schemaWords, schemaTable } from './schemaHtml.ts';
import { escapeHtml as html, textHtml } from './escapeHtml.ts';

const STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem 1rem 4rem}
code{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}
h2{margin-top:3rem}h3{margin:2rem 0 .25rem;font-size:1rem}
.method{display:inline-block;min-width:4rem;font-weight:600}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884}
details{margin:.5rem 0}summary{cursor:pointer}nav li{display:inline-block;margin-right:1rem}ul{padding-left:1.25rem}nav ul{padding:0}
`;

/** The API's description as a page to read: no script, one style element with the nonce. */
export function apiPage(document: OpenApiDocument, nonce: string): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = (document.tags ?? []).filter(({ name }) =>
    operations.some(({ operation }) => operation.tags?.includes(name)),
  );
  const { title, version, description } = document.info;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${html(title)} API</title>
<style nonce="${nonce}">${STYLE}</style></head>
<body>
<h1>${html(title)} API</h1>
<p>Version ${html(version)}. ${textHtml(description ?? '')}</p>
<p>For tools: <a href="/api/openapi.json">openapi.json</a>. What the codes mean: <a href="/api/codes">/api/codes</a>.</p>
<nav aria-label="Parts"><ul>${tags.map(({ name }) => `<li><a href="#${anchor(name)}">${html(name)}</a></li>`).join('')}<li><a href="#shapes">Shapes</a></li></ul></nav>
<main>
${tags
  .map(
    (tag) => `<section id="${anchor(tag.name)}"><h2>${html(tag.name)}</h2><p>${textHtml(tag.description ?? '')}</p>
${operations
  .filter(({ operation }) => operation.tags?.includes(tag.name))
  .map(({ path, method, operation }) => operationHtml(method, path, operation))
  .join('\n')}</section>`,
  )
  .join('\n')}
<section><h2 id="shapes">Shapes</h2>
${Object.entries(document.components?.schemas ?? {})
  .map(([name, schema]) => `<h3 id="shape-${html(name)}"><code>${html(name)}</code></h3>${schemaTable(schema)}`)
  .join('\n')}</section>
</main>
</body>
</html>
`;
}

function operationHtml(method: string, path: string, operation: Operation): string {
  const parameters = operation.parameters ?? [];
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      `<tr><td><code>${html(name)}</code></td><td>${html(place)}${required ? ', required' : ''}</td><td>${schema ? schemaWords(schema) : ''} ${textHtml(description ?? '')}</td></tr>`,
  );
  return `<article><h3><span class="method">${method.toUpperCase()}</span> <code>${html(path)}</code></h3>
<p><strong>${html(operation.summary ?? '')}</strong>${operation.security?.length === 0 ? ' (open)' : ''}<br>${textHtml(operation.description ?? '')}</p>
${rows.length > 0 ? `<details><summary>Parameters</summary><table>${rows.join('')}</table></details>` : ''}
${contentHtml('Body', operation.requestBody?.content)}
${Object.entries(operation.responses ?? {})
  .filter(([status]) => /^[23]/.test(status))
  .map(
    ([status, response]) =>
      contentHtml(`Answer ${status}`, response.content) ||
      `<p>Answer ${html(status)}: ${textHtml(response.description ?? '')}</p>`,
  )
  .join('')}</article>`;
}

function contentHtml(
  title: string,
  content: Readonly<Record<string, { readonly schema?: Schema }>> | undefined,
): string {
  const [entry] = Object.entries(content ?? {});
  const schema = entry?.[1].schema;
  if (!entry || !schema) return '';
  const type = entry[0] === 'application/json' ? '' : ` <code>${html(entry[0])}</code>`;
  if (!schema.properties) return `<p>${html(title)}${type}: ${schemaWords(schema)}</p>`;
  return `<details><summary>${html(title)}${type}</summary>${schemaTable(schema)}</details>`;
}

function anchor(name: string): string {
  return `tag-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}
