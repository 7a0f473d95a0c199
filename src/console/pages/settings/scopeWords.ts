import type { TextingNumber, TextingScope } from '../../../http/schemas/overview.ts';

/** What a STOP to a texting number does, in a sentence. */
export function scopeSentence(
  { scope, sharedWith }: Pick<TextingNumber, 'scope' | 'sharedWith'>,
  teamName: string,
): string {
  switch (scope) {
    case 'team':
      return `A STOP to it opts the person out in ${teamName} only. Other teams may still text them.`;
    case 'shared':
      return `A STOP to it opts the person out in ${listed([teamName, ...sharedWith.map(({ name }) => name)])}.`;
    case 'organisation':
      return 'A STOP to it opts the person out in every team, also in those made later.';
  }
}

/** The three choices as an owner reads them. */
export const SCOPES: readonly { readonly scope: TextingScope; readonly label: string; readonly means: string }[] = [
  {
    scope: 'team',
    label: 'This team',
    means: 'A STOP to this number opts the person out of this team’s texts. Other teams may still text them.',
  },
  {
    scope: 'shared',
    label: 'The teams that share the inbox',
    means: 'A STOP opts the person out in this team and in each team ticked below.',
  },
  {
    scope: 'organisation',
    label: 'Every team',
    means: 'A STOP opts the person out in every team of this server, also in those made later.',
  },
];

const list = new Intl.ListFormat('en-US', { type: 'conjunction' });

function listed(names: readonly string[]): string {
  return list.format(names);
}
