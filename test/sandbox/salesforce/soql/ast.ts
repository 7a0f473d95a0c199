export type Literal =
  | { kind: 'string'; value: string; raw: string }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  /** `yyyy-MM-dd` */
  | { kind: 'date'; value: string }
  /** Whole epoch seconds: the org compares without milliseconds. */
  | { kind: 'datetime'; value: number; text: string }
  /** `TODAY`, `LAST_N_DAYS:7`. */
  | { kind: 'range'; name: string; n: number; text: string };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'in' | 'notIn' | 'includes' | 'excludes';

export interface Leaf {
  kind: 'leaf';
  path: string;
  toLabel: boolean;
  operator: Operator;
  values: Literal[];
  at: number;
}

export type Condition = Leaf | { kind: 'and' | 'or'; parts: Condition[] } | { kind: 'not'; part: Condition };

export type SelectItem =
  | { kind: 'field'; path: string; toLabel: boolean; alias?: string; at: number }
  | { kind: 'count'; path: string | null; alias?: string; at: number }
  | { kind: 'fields'; set: 'all' | 'standard' | 'custom'; at: number };

export interface OrderItem {
  path: string;
  descending: boolean;
  nullsFirst: boolean;
  at: number;
}

export interface Query {
  text: string;
  select: SelectItem[];
  from: string;
  fromAt: number;
  scope: string | null;
  scopeAt: number;
  where: Condition | null;
  orderBy: OrderItem[];
  limit: number | null;
  offset: number;
  offsetAt: number;
}
