import type { ReactNode } from 'react';

/** What a file of `parts/` exports: one element for each state, under the state's name. */
export type Pieces = Record<string, ReactNode>;

const files = import.meta.glob<{ readonly pieces: Pieces }>('./parts/*.tsx', { eager: true });
const asked = new URLSearchParams(window.location.search).get('part');

/** Every part of the console in all its states; `?part=Name` shows one part alone. */
export function Gallery() {
  const shown = Object.entries(files)
    .map(([path, file]) => ({ name: path.slice('./parts/'.length, -'.tsx'.length), pieces: file.pieces }))
    .filter((part) => asked === null || part.name === asked);
  return (
    <main style={{ padding: 16, maxWidth: 1200 }}>
      <h1>{asked ?? 'Parts'}</h1>
      {shown.map((part) => (
        <section key={part.name} aria-label={part.name}>
          {asked === null && <h2>{part.name}</h2>}
          {Object.entries(part.pieces).map(([state, piece]) => (
            <div key={state} data-state={state} style={{ margin: '16px 0' }}>
              <p style={{ margin: '0 0 4px', color: 'var(--rc-muted)', fontSize: '0.75rem' }}>{state}</p>
              {piece}
            </div>
          ))}
        </section>
      ))}
    </main>
  );
}
