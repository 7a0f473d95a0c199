import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Preview } from '../../../http/schemas/previews.ts';
import { useTeam } from '../../api/team.tsx';
import { count } from '../../format/number.ts';
import { ButtonLink } from '../../router/links.tsx';
import { recordTypeOf } from './recordTypes.ts';

/** Most people would be opted out: the rule is probably the wrong way round. */
export function PreviewOptOuts({ preview }: { readonly preview: Preview }) {
  const { slug } = useTeam();
  const people = preview.outcomes?.read ?? 0;
  if (preview.optOutsSet * 2 <= people) return null;
  return (
    <Alert color="attention" icon={<IconAlertTriangle aria-hidden />} mb="lg">
      This would opt out {count(preview.optOutsSet)} of {count(people)} people. Is it the other way round?
      <br />
      <ButtonLink
        to="/t/$team/integrations/$connection/opt-out"
        params={{ team: slug, connection: preview.connectionId }}
        search={{ preview: preview.id, type: recordTypeOf(preview.recordType).slug }}
        variant="default"
        size="compact-md"
        mt={8}
      >
        Open the opt-out rule
      </ButtonLink>
    </Alert>
  );
}
