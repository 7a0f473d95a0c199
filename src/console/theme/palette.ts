/** The console's colours, light and dark. Every pair of text and fill keeps a contrast of at least 5.9 to 1. */
export interface Palette {
  readonly page: string;
  readonly quiet: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  /** Words on a solid accent fill. */
  readonly onAccent: string;
  readonly accentHover: string;
  readonly controlBorder: string;
  readonly tones: Record<Tone, { readonly text: string; readonly fill: string }>;
  readonly bars: Record<Bar, string>;
}

/** What a badge, a mark or an alert says. `ink` is the inverted fill that only *Opted out* wears. */
export type Tone = 'ok' | 'running' | 'attention' | 'danger' | 'idle' | 'ink';

export type Bar = 'created' | 'updated' | 'unchanged' | 'skipped' | 'error';

export const LIGHT: Palette = {
  page: '#ffffff',
  quiet: '#f6f7f9',
  text: '#1b2029',
  muted: '#586070',
  line: '#dfe3e9',
  accent: '#1f5fbf',
  onAccent: '#ffffff',
  accentHover: '#1a50a1',
  controlBorder: '#7c8594',
  tones: {
    ok: { text: '#19653a', fill: '#e6f4eb' },
    running: { text: '#1d55ad', fill: '#e7effb' },
    attention: { text: '#744a00', fill: '#fdf1d6' },
    danger: { text: '#a11d18', fill: '#fdeae8' },
    idle: { text: '#4d5563', fill: '#eceef2' },
    ink: { text: '#ffffff', fill: '#1b2029' },
  },
  bars: { created: '#2f7d4f', updated: '#2b67c7', unchanged: '#858d9b', skipped: '#9a6200', error: '#c0302a' },
};

export const DARK: Palette = {
  page: '#15181d',
  quiet: '#1c2027',
  text: '#e8eaef',
  muted: '#a2aab8',
  line: '#313743',
  accent: '#83b3f7',
  onAccent: '#15181d',
  accentHover: '#a3c7fa',
  controlBorder: '#7a8493',
  tones: {
    ok: { text: '#86d6a6', fill: '#16301f' },
    running: { text: '#9cc3fa', fill: '#172a45' },
    attention: { text: '#f2c56b', fill: '#36290b' },
    danger: { text: '#ffa59e', fill: '#431a17' },
    idle: { text: '#b9c0cc', fill: '#2a2f38' },
    ink: { text: '#15181d', fill: '#f3f4f7' },
  },
  bars: { created: '#4fae77', updated: '#5f97ee', unchanged: '#7a8493', skipped: '#d29a3a', error: '#ef6a62' },
};
