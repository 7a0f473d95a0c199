import type { ReactNode } from 'react';
import { useMayWrite } from '../../api/team.tsx';
import { easternClock } from '../../format/time.ts';
import { FormPage } from '../../layouts/FormPage.tsx';
import { ErrorSummary } from '../../parts/ErrorSummary.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { SaveBar } from '../../parts/SaveBar.tsx';
import { EditClash } from './EditClash.tsx';
import type { ImportPart } from './useImportPart.ts';

interface PartFormProps<Part> {
  readonly part: ImportPart<Part>;
  /** The part in words, to set two people's versions side by side. */
  readonly words: (part: Part) => string;
  readonly label: string;
  /** The control of a field the API names. */
  readonly find: (field: string) => { readonly label: string; readonly id: string } | undefined;
  readonly children: ReactNode;
}

/** One part of a record type's settings as a form: what was refused on top, the save bar below. */
export function PartForm<Part>({ part, words, label, find, children }: PartFormProps<Part>) {
  const { mayWrite, whoMay } = useMayWrite('change this');
  return (
    <FormPage
      top={<Refusal part={part} words={words} label={label} find={find} />}
      saveBar={
        <SaveBar
          changes={part.hasChanges ? 1 : 0}
          onSave={part.save}
          onDiscard={part.discard}
          saving={part.isSaving}
          note={part.savedAt === null ? undefined : `Saved ${easternClock(part.savedAt)}`}
          whoMay={mayWrite ? undefined : whoMay}
        />
      }
    >
      {children}
    </FormPage>
  );
}

function Refusal<Part>({ part, words, label, find }: Omit<PartFormProps<Part>, 'children'>) {
  if (part.clash !== null) {
    const differences = [{ label, theirs: words(part.stored), mine: words(part.draft) }];
    return (
      <EditClash
        error={part.clash}
        differences={differences}
        onKeepMine={part.keepMine}
        onTakeTheirs={part.takeTheirs}
      />
    );
  }
  if (part.refusal === null) return null;
  return Object.keys(part.refusal.fields).length > 0 ? (
    <ErrorSummary error={part.refusal} find={find} />
  ) : (
    <Failure error={part.refusal} />
  );
}
