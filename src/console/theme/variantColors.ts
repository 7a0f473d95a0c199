import { defaultVariantColorsResolver, type VariantColorsResolver } from '@mantine/core';

const TONES = new Set(['ok', 'running', 'attention', 'danger', 'idle', 'ink']);

/**
 * Mantine's own light badges fall short of AA in yellow, orange and green, so every tone is answered here from the
 * palette. Words on a solid fill appear twice only: the primary button and *Opted out* (tone `ink`).
 */
export const variantColors: VariantColorsResolver = (input) => {
  const colour = input.color ?? input.theme.primaryColor;
  if (TONES.has(colour)) return toned(colour, input.variant);
  if (colour !== 'accent' && colour !== input.theme.primaryColor) return defaultVariantColorsResolver(input);
  switch (input.variant) {
    case 'filled':
      return {
        background: 'var(--rc-accent)',
        hover: 'var(--rc-accent-hover)',
        color: 'var(--rc-on-accent)',
        border: '1px solid transparent',
      };
    case 'light':
      return {
        background: 'var(--rc-running-fill)',
        hover: 'var(--rc-running-fill)',
        color: 'var(--rc-running-text)',
        border: '1px solid transparent',
      };
    case 'outline':
      return { background: 'transparent', hover: 'var(--rc-quiet)', color: 'var(--rc-accent)', border: '1px solid var(--rc-accent)' };
    case 'subtle':
    case 'transparent':
      return { background: 'transparent', hover: 'var(--rc-quiet)', color: 'var(--rc-accent)', border: '1px solid transparent' };
    default:
      return defaultVariantColorsResolver(input);
  }
};

function toned(tone: string, variant: string): ReturnType<VariantColorsResolver> {
  const text = `var(--rc-${tone}-text)`;
  const fill = `var(--rc-${tone}-fill)`;
  if (variant === 'outline' || variant === 'default') {
    return { background: 'transparent', hover: fill, color: text, border: `1px solid ${text}` };
  }
  if (variant === 'subtle' || variant === 'transparent') {
    return { background: 'transparent', hover: fill, color: text, border: '1px solid transparent' };
  }
  return { background: fill, hover: fill, color: text, border: '1px solid transparent' };
}
