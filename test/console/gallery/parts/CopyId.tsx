import { CopyId } from '../../../../src/console/parts/CopyId.tsx';
import type { Pieces } from '../Gallery.tsx';

export const pieces: Pieces = {
  short: <CopyId value="0034000000YJY8QAO1" label="contact ID" />,
  whole: <CopyId value="https://rollcall.example/oauth/callback" label="callback address" whole />,
};
