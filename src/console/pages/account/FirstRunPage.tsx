import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../api/apiError.ts';
import { useFirstRunOpen } from '../../api/session.ts';
import { Card } from '../../layouts/Card.tsx';
import { Loading } from '../../layouts/Loading.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useRouteParam } from '../../router/useRouteParam.ts';
import { TextLink } from '../../router/links.tsx';
import { CreateOwner } from './CreateOwner.tsx';
import { CreateTeam } from './CreateTeam.tsx';

/** The one-time link: first the owner, then the team, then its Overview. */
export function FirstRunPage() {
  const token = useRouteParam('token');
  const navigate = useNavigate();
  const link = useFirstRunOpen(token);
  const [hasOwner, setHasOwner] = useState(false);
  if (hasOwner) {
    return (
      <Card title="Name your team">
        <CreateTeam onCreated={(team) => void navigate({ to: '/t/$team', params: { team }, replace: true })} />
      </Card>
    );
  }
  if (link.error instanceof ApiError && (link.error.status === 410 || link.error.status === 404)) {
    return (
      <Card title="This link is used up">
        <Text>
          A first-run link works once, and only until an owner exists. <TextLink to="/sign-in">Sign in</TextLink>{' '}
          instead. If nobody can, restart Rollcall with <span className="rc-mono">ROLLCALL_ADMIN_EMAIL</span> and{' '}
          <span className="rc-mono">ROLLCALL_ADMIN_PASSWORD</span> set on the server.
        </Text>
      </Card>
    );
  }
  if (link.error !== null) {
    return (
      <Card title="The link could not be checked">
        <Failure error={link.error} onRetry={() => void link.refetch()} />
      </Card>
    );
  }
  return (
    <Card title="Create the owner">
      {link.data === undefined ? (
        <Loading rows={3} />
      ) : (
        <CreateOwner token={token} onCreated={() => setHasOwner(true)} />
      )}
    </Card>
  );
}
