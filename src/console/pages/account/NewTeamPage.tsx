import { useNavigate } from '@tanstack/react-router';
import { ApiError } from '../../api/apiError.ts';
import { useMe } from '../../api/session.ts';
import { Card } from '../../layouts/Card.tsx';
import { ToSignIn } from '../../shell/ToSignIn.tsx';
import { CreateTeam } from './CreateTeam.tsx';

/** Where an owner makes a team: the first one, when the first run was left early, or another. */
export function NewTeamPage() {
  const me = useMe();
  const navigate = useNavigate();
  if (me.error instanceof ApiError && me.error.status === 401) return <ToSignIn />;
  if (me.data === undefined) return null;
  if (!me.data.canCreateTeams) {
    return (
      <Card title="Name your team">
        <p>Only owners can make teams. Ask the person who runs Rollcall.</p>
      </Card>
    );
  }
  return (
    <Card title="Name your team">
      <CreateTeam onCreated={(team) => void navigate({ to: '/t/$team', params: { team }, replace: true })} />
    </Card>
  );
}
