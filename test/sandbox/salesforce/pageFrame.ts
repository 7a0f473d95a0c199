import { escapeHtml } from './http.ts';

const STYLE = `
  :root { color-scheme: light; --ink: #1c2430; --quiet: #5b6675; --line: #d9dfe7; --main: #0b5cab; --ground: #f4f6f9; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
  header { background: #fff; border-bottom: 1px solid var(--line); padding: 12px 20px; }
  header a { color: inherit; text-decoration: none; font-weight: 600; }
  header span { color: #8a4b00; background: #fff3dd; border-radius: 4px; padding: 2px 8px; margin-left: 10px;
    font-size: 13px; }
  main { max-width: 1060px; margin: 24px auto; padding: 0 20px; }
  .card { background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 20px 24px; margin-bottom: 20px;
    overflow-x: auto; }
  .narrow { max-width: 460px; margin: 40px auto; }
  h1 { font-size: 21px; margin: 0 0 12px; }
  .quiet { color: var(--quiet); font-size: 13px; }
  .buttons { display: flex; gap: 10px; justify-content: flex-end; margin-top: 18px; }
  input, select, button { font: inherit; color: inherit; padding: 7px 10px; border: 1px solid #8c97a6;
    border-radius: 5px; background: #fff; max-width: 100%; }
  input[type=search] { width: 320px; }
  button { cursor: pointer; padding: 7px 18px; }
  button.main { background: var(--main); border-color: var(--main); color: #fff; }
  :focus-visible { outline: 2px solid var(--main); outline-offset: 2px; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 7px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
  th { font-size: 13px; color: var(--quiet); font-weight: 600; }
  a { color: var(--main); }
  form.fields { display: grid; grid-template-columns: minmax(130px, 220px) minmax(0, 1fr); gap: 8px 16px;
    align-items: center; }
  form.fields .buttons { grid-column: 1 / -1; }
  td.time { white-space: nowrap; }
  .saved, .refused { background: #e5f5ea; border: 1px solid #9ed3ae; border-radius: 6px; padding: 8px 12px;
    margin-bottom: 14px; }
  .refused { background: #fdecea; border-color: #e3a29b; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }`;

/** A whole page around `body`, which is HTML already. */
export function page(title: string, body: string, heading = 'Sandbox org'): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · ${escapeHtml(heading)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header><a href="/">${escapeHtml(heading)}</a><span>not a real one</span></header>
<main>${body}</main>
</body>
</html>`;
}
