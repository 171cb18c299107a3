-- The database of the lab: small, with what an ordinary application has. Passwords are of the lab alone.
-- The verifier of app is that of 'app-secret', the same as in PgBouncer's userlist.txt, which so can log in for it.
CREATE ROLE app LOGIN PASSWORD 'SCRAM-SHA-256$4096:dmVyZGlncmlzLWxhYi0xMQ==$ts4qd75jENMJiBO5ipVdIe6bzzdJMZHzHXCE4OqeHlo=:bgwTTPlill7lG1mwAUAJtNYBVdeJM2xtyLTVhPdb6QQ=';
-- A role from the time when md5 was the default.
CREATE ROLE report LOGIN PASSWORD 'report-secret';

CREATE DATABASE orders OWNER app;
\connect orders
CREATE EXTENSION pg_trgm;

SET ROLE app;
CREATE TABLE customer (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE
);
CREATE INDEX customer_name ON customer USING gin (name gin_trgm_ops);
CREATE TABLE purchase (
  id bigserial PRIMARY KEY,
  customer bigint NOT NULL REFERENCES customer,
  amount numeric(12, 2) NOT NULL CHECK (amount > 0),
  placed timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX purchase_placed ON purchase (placed);
CREATE VIEW turnover AS
  SELECT c.name, sum(p.amount) AS amount FROM customer c JOIN purchase p ON p.customer = c.id GROUP BY c.name;

-- What the test client (verdigris.lab.Writer) writes. The id is the client's and deliberately not unique here, so
-- that a row written twice would be seen; the key is a sequence, so that a sequence left behind would be, too.
CREATE TABLE written (
  n bigserial PRIMARY KEY,
  writer text NOT NULL,
  id bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX written_id ON written (writer, id);

INSERT INTO customer (name, email)
  SELECT 'Customer ' || i, 'customer' || i || '@example.org' FROM generate_series(1, 1000) i;
INSERT INTO purchase (customer, amount)
  SELECT 1 + i % 1000, 1 + i % 97 FROM generate_series(1, 10000) i;
RESET ROLE;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO report;
ANALYZE;
