/** Why a mapping can't be saved: the path of the entry, such as `fields.additional.2.source`, and a sentence. */
export interface MappingProblem {
  readonly field: string;
  readonly message: string;
}
