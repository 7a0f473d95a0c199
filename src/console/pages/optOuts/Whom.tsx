import { Text } from '@mantine/core';
import type { Whom as WhomValue } from '../../../http/schemas/optOuts.ts';
import { useTeam } from '../../api/team.tsx';
import { TextLink } from '../../router/links.tsx';

/** Who it is about: a link to the contact with the number below it, or a number that no contact has. */
export function Whom({ whom, linked = true }: { readonly whom: WhomValue; readonly linked?: boolean }) {
  const { slug } = useTeam();
  const name = whom.name ?? 'Unknown number';
  return (
    <div>
      {linked && whom.contactId !== null ? (
        <TextLink fz="inherit" fw={500} to="/t/$team/contacts/$contact" params={{ team: slug, contact: whom.contactId }}>
          {name}
        </TextLink>
      ) : (
        <Text fz="inherit" fw={500}>
          {name}
        </Text>
      )}
      {whom.mobileShown !== null && (
        <Text c="dimmed" fz="0.75rem" className="rc-number">
          {whom.mobileShown}
        </Text>
      )}
    </div>
  );
}
