import { Combobox } from '@mantine/core';
import type { SourceSummary } from '../../../http/schemas/sources.ts';
import { count } from '../../format/number.ts';
import { byFolder, MORE } from './sourceGroups.ts';
import classes from './ContactImport.module.css';

interface SourceOptionsProps {
  readonly sources: readonly SourceSummary[];
  /** ID of the chosen one. */
  readonly chosen: string | null;
  /** How many more there are. */
  readonly left: number;
}

/** The found sources as options, grouped by folder where they have one. */
export function SourceOptions({ sources, chosen, left }: SourceOptionsProps) {
  return (
    <>
      {byFolder(sources).map(({ folder, sources: members }) => {
        const options = members.map((source) => <SourceOption key={source.id} source={source} chosen={chosen} />);
        return folder === null ? (
          options
        ) : (
          <Combobox.Group key={folder} label={folder} classNames={{ groupLabel: classes.folder }}>
            {options}
          </Combobox.Group>
        );
      })}
      {left > 0 && (
        <Combobox.Option value={MORE} className={classes.more}>
          List {count(Math.min(left, 20))} more of {count(left)}
        </Combobox.Option>
      )}
    </>
  );
}

/** An unusable one can be reached, so that its reason can be read with a keyboard and heard, but not chosen. */
function SourceOption({ source, chosen }: { readonly source: SourceSummary; readonly chosen: string | null }) {
  return (
    <Combobox.Option
      value={source.id}
      active={source.id === chosen}
      aria-selected={source.id === chosen}
      aria-disabled={source.usable ? undefined : true}
      className={classes.option}
    >
      <span>{source.name}</span>
      {!source.usable && <span className={classes.reason}>Not usable. {source.reason}</span>}
    </Combobox.Option>
  );
}
