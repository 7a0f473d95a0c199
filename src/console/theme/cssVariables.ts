import type { CSSVariablesResolver } from '@mantine/core';
import { DARK, LIGHT, type Palette } from './palette.ts';

/** Writes the palette as `--rc-…` variables and points Mantine's own variables at it, once for each colour scheme. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables(LIGHT),
  dark: variables(DARK),
});

function variables(palette: Palette): Record<string, string> {
  const own: Record<string, string> = {
    '--rc-page': palette.page,
    '--rc-quiet': palette.quiet,
    '--rc-text': palette.text,
    '--rc-muted': palette.muted,
    '--rc-line': palette.line,
    '--rc-accent': palette.accent,
    '--rc-on-accent': palette.onAccent,
    '--rc-accent-hover': palette.accentHover,
    '--rc-control-border': palette.controlBorder,
  };
  for (const [tone, { text, fill }] of Object.entries(palette.tones)) {
    own[`--rc-${tone}-text`] = text;
    own[`--rc-${tone}-fill`] = fill;
  }
  for (const [bar, colour] of Object.entries(palette.bars)) own[`--rc-bar-${bar}`] = colour;
  return {
    ...own,
    '--mantine-color-body': palette.page,
    '--mantine-color-text': palette.text,
    '--mantine-color-dimmed': palette.muted,
    '--mantine-color-anchor': palette.accent,
    '--mantine-color-placeholder': palette.muted,
    '--mantine-color-error': palette.tones.danger.text,
    '--mantine-color-default': palette.page,
    '--mantine-color-default-hover': palette.quiet,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.controlBorder,
    '--mantine-color-accent-filled': palette.accent,
    '--mantine-color-accent-filled-hover': palette.accentHover,
    '--mantine-color-accent-light': palette.tones.running.fill,
    '--mantine-color-accent-light-hover': palette.tones.running.fill,
    '--mantine-color-accent-light-color': palette.tones.running.text,
    '--mantine-color-accent-outline': palette.accent,
    '--mantine-color-accent-text': palette.accent,
    '--mantine-primary-color-filled': palette.accent,
    '--mantine-primary-color-filled-hover': palette.accentHover,
    '--mantine-primary-color-contrast': palette.onAccent,
    '--mantine-primary-color-light-color': palette.accent,
    '--mantine-primary-color-light': palette.tones.running.fill,
    '--mantine-primary-color-light-hover': palette.tones.running.fill,
  };
}
