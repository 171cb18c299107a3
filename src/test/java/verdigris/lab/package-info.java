/**
 * Real hosts for tests, and the client that writes to them and remembers every acknowledged row.
 * The images and the login are script/lab's; nothing here knows what Verdigris does. Start at
 * {@link verdigris.lab.Lab} and {@link verdigris.lab.Writer}.
 */
@NullMarked
package verdigris.lab;

import org.jspecify.annotations.NullMarked;
