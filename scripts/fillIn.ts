/**
 * A page with the part between `<!-- name: … -->` and `<!-- /name -->` replaced.
 * @throws when the page has no such part
 */
export function fillIn(page: string, name: string, content: string): string {
  const [begin] = new RegExp(`<!-- ${name}: .*-->\n`).exec(page) ?? [];
  const end = page.indexOf(`<!-- /${name} -->`);
  const from = begin === undefined ? -1 : page.indexOf(begin) + begin.length;
  if (from < 0 || end < from) {
    throw new Error(`The page has no part between “<!-- ${name}: … -->” and “<!-- /${name} -->”.`);
  }
  return `${page.slice(0, from)}${content}\n${page.slice(end)}`;
}
