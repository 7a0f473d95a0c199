import {
  IconAddressBook,
  IconDatabase,
  IconHome,
  IconMessageOff,
  IconPlugConnected,
  IconSettings,
  type Icon,
} from '@tabler/icons-react';

type PageAddress =
  | '/t/$team/data/fields'
  | '/t/$team/settings/consent'
  | '/t/$team/settings/tokens'
  | '/t/$team/settings/webhooks';

export interface SectionEntry {
  readonly label: string;
  readonly to: '/t/$team' | '/t/$team/contacts' | '/t/$team/opt-outs' | '/t/$team/integrations' | PageAddress;
  /** What an address below the team begins with in this section; empty for Overview. */
  readonly word: string;
  readonly icon: Icon;
  readonly children?: readonly { readonly label: string; readonly to: PageAddress }[];
}

/** The side bar, nouns only. */
export const SECTIONS: readonly SectionEntry[] = [
  { label: 'Overview', to: '/t/$team', word: '', icon: IconHome },
  { label: 'Contacts', to: '/t/$team/contacts', word: 'contacts', icon: IconAddressBook },
  { label: 'Opt-outs', to: '/t/$team/opt-outs', word: 'opt-outs', icon: IconMessageOff },
  { label: 'Integrations', to: '/t/$team/integrations', word: 'integrations', icon: IconPlugConnected },
  {
    label: 'Data',
    to: '/t/$team/data/fields',
    word: 'data',
    icon: IconDatabase,
    children: [{ label: 'Fields', to: '/t/$team/data/fields' }],
  },
  {
    label: 'Settings',
    to: '/t/$team/settings/consent',
    word: 'settings',
    icon: IconSettings,
    children: [
      { label: 'Consent', to: '/t/$team/settings/consent' },
      { label: 'API tokens', to: '/t/$team/settings/tokens' },
      { label: 'Webhooks', to: '/t/$team/settings/webhooks' },
    ],
  },
];

/** The word after the team in an address: `contacts`, `runs`; empty on Overview. */
export function sectionWord(pathname: string): string {
  const word = pathname.split('/')[3] ?? '';
  // A run is read on the way from its connection.
  return word === 'runs' ? 'integrations' : word;
}

/** Where the section of an address begins. */
export function sectionOf(pathname: string): SectionEntry['to'] {
  const word = sectionWord(pathname);
  return SECTIONS.find((section) => section.word === word)?.to ?? '/t/$team';
}
