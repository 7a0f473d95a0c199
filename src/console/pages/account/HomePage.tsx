import { Navigate } from '@tanstack/react-router';
import { ApiError } from '../../api/apiError.ts';
import { useMe } from '../../api/session.ts';
import { Card } from '../../layouts/Card.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { getPreference } from '../../state/preference.ts';

/** Leads to the team seen last, to the first one, or to where a team is made. */
export function HomePage() {
  const me = useMe();
  if (me.error instanceof ApiError && me.error.status === 401) return <Navigate to="/sign-in" replace />;
  if (me.error !== null && me.data === undefined) {
    return (
      <Card title="Rollcall can't be shown">
        <Failure error={me.error} onRetry={() => void me.refetch()} />
      </Card>
    );
  }
  if (me.data === undefined) return null;
  const last = getPreference('team');
  const team = me.data.teams.find((one) => one.slug === last) ?? me.data.teams[0];
  if (team !== undefined) return <Navigate to="/t/$team" params={{ team: team.slug }} replace />;
  if (me.data.canCreateTeams) return <Navigate to="/new-team" replace />;
  return (
    <Card title="No team yet">
      <p>
        You are signed in as {me.data.user.email}, but in no team. Ask the person who runs Rollcall to add you to one.
      </p>
    </Card>
  );
}
