import { createTheme, type MantineColorsTuple } from '@mantine/core';
import { LIGHT, type Palette, type Tone } from './palette.ts';
import { variantColors } from './variantColors.ts';

/** Nothing slides: what opens fades in, for 120 ms, and not at all for people who asked for less motion. */
const fade = { transition: 'fade', duration: 120 } as const;

const tones: readonly Tone[] = ['ok', 'running', 'attention', 'danger', 'idle', 'ink'];

/** Mantine's own greys, for hovers, lines and quiet surfaces: light to dark; the dark scheme's, text to ground. */
const GRAY: MantineColorsTuple = [
  '#f6f7f9',
  '#eceef2',
  '#e6e9ee',
  '#dfe3e9',
  '#c5cbd5',
  '#a2aab8',
  '#7c8594',
  '#586070',
  '#343b47',
  '#1b2029',
];
const DARK_GRAY: MantineColorsTuple = [
  '#e8eaef',
  '#d3d7df',
  '#a2aab8',
  '#8a93a1',
  '#3a4150',
  '#2a2f38',
  '#1c2027',
  '#15181d',
  '#101217',
  '#0b0d11',
];

/**
 * Sizes: xs 12, sm and md 14 (body, controls), lg 16, xl 20 px, tables 13 px by their own style, H1 24 px.
 * Spacing: xs 8, sm 12, md 16, lg 24, xl 32 px; 4 and 48 px are written as numbers.
 */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent: tuple(LIGHT.accent), gray: GRAY, dark: DARK_GRAY, ...toneColours(LIGHT) },
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.45' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '6px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'sm',
  shadows: shadows('0 4px 16px rgb(15 20 30 / 18%)'),
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.45' },
      h3: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  components: {
    Menu: { defaultProps: { transitionProps: fade, shadow: 'md' } },
    Modal: { defaultProps: { transitionProps: fade, shadow: 'md', centered: true } },
    Drawer: { defaultProps: { transitionProps: fade } },
    Popover: { defaultProps: { transitionProps: fade, shadow: 'md' } },
    Combobox: { defaultProps: { transitionProps: fade, shadow: 'md' } },
    Tooltip: { defaultProps: { transitionProps: fade, events: { hover: true, focus: true, touch: true } } },
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500, size: 'md' } },
    Button: { defaultProps: { fw: 500 } },
    Alert: { defaultProps: { variant: 'light' } },
  },
});

/** Mantine wants ten shades of everything; our tones have one text and one fill, chosen in `variantColors`. */
function tuple(colour: string): MantineColorsTuple {
  return [colour, colour, colour, colour, colour, colour, colour, colour, colour, colour];
}

function toneColours(palette: Palette): Record<string, MantineColorsTuple> {
  return Object.fromEntries(
    tones.map((tone) => [tone, tuple(tone === 'ink' ? palette.text : palette.tones[tone].text)]),
  );
}

function shadows(shadow: string) {
  return { xs: shadow, sm: shadow, md: shadow, lg: shadow, xl: shadow };
}
