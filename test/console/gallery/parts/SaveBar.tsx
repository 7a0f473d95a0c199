import { SaveBar } from '../../../../src/console/parts/SaveBar.tsx';
import type { Pieces } from '../Gallery.tsx';

const nothing = () => undefined;

export const pieces: Pieces = {
  'no changes': <SaveBar changes={0} onSave={nothing} onDiscard={nothing} note="Saved 10:04 AM ET" />,
  changes: <SaveBar changes={2} onSave={nothing} onDiscard={nothing} />,
  saving: <SaveBar changes={2} onSave={nothing} onDiscard={nothing} saving />,
  'leads on': <SaveBar changes={0} onSave={nothing} onDiscard={nothing} always label="Save and preview" />,
  'for a reader': <SaveBar changes={0} onSave={nothing} onDiscard={nothing} whoMay="Only admins of this team can change this: Ada Owen." />,
};
