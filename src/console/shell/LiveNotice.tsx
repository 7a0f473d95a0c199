import { useLiveState } from '../live/Live.tsx';
import classes from './shell.module.css';

/** Said only while it is true; what is on screen stays, and is read again every 10 s meanwhile. */
export function LiveNotice() {
  const state = useLiveState();
  return (
    <div role="status" className={classes.live}>
      {state === 'interrupted' && 'Live updates interrupted, trying again'}
    </div>
  );
}
