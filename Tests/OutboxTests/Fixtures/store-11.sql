-- A kiosk's store as version 11 of the schema made it, with made-up claims: 1 accepted and paid, 2 duplicate, 3 set aside, 4 and 5 waiting;
-- a photo sent and one waiting, sending paused, a line in the audit log.
CREATE TABLE "answer" (
    sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
    status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate', 'in-review', 'returned')),
    received_at INTEGER NOT NULL,
    reason_code TEXT,
    other_claim TEXT,
    part TEXT CHECK (part IN ('battery', 'motor', 'frame')),
    answered_at INTEGER NOT NULL
) STRICT;
INSERT INTO "answer" VALUES(1,'accepted',1741572001000,NULL,NULL,NULL,1741572002000);
INSERT INTO "answer" VALUES(2,'duplicate',1741572001000,'person-already-claimed','DQ02-000001-3',NULL,1741572002000);
CREATE TABLE attachment (
    sequence INTEGER NOT NULL REFERENCES claim (sequence),
    name TEXT NOT NULL CHECK (length(name) = 64),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'needs_person')),
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed BETWEEN 0 AND bytes),
    next_attempt_at INTEGER NOT NULL DEFAULT 0,
    problem_code TEXT,
    problem_message TEXT,
    problem_remedy TEXT,
    PRIMARY KEY (sequence, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "attachment" VALUES(1,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',5,'sent',5,0,NULL,NULL,NULL);
INSERT INTO "attachment" VALUES(4,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',10,'waiting',0,0,NULL,NULL,NULL);
CREATE TABLE audit (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('supervisor', 'technician', 'administrator', 'clerk')),
    via TEXT NOT NULL CHECK (via IN ('page', 'socket')),
    action TEXT NOT NULL,
    subject TEXT,
    detail TEXT,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(1,1741572000000,'S01','supervisor','page','claim.amend','queue',NULL,'0000000000000000000000000000000000000000000000000000000000000000','167344668345b04ddff1163a4a94a4912c2c506011d86e29444f1adfc7bc6bf2');
CREATE TABLE "claim" (
    sequence INTEGER PRIMARY KEY CHECK (sequence > 0),
    claim_id TEXT NOT NULL UNIQUE,
    recorded_at INTEGER NOT NULL,
    person_digest TEXT NOT NULL,
    vehicle_digest TEXT,
    amount_fen INTEGER,
    verdict TEXT NOT NULL,
    live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    amends INTEGER REFERENCES claim (sequence),
    wiped_at INTEGER,
    masked_applicant TEXT,
    masked_plate TEXT,
    document BLOB CHECK (length(document) > 0),
    CHECK ((document IS NULL) = (wiped_at IS NOT NULL))
) STRICT;
INSERT INTO "claim" VALUES(1,'0195800a-0000-7000-8000-000000000001',1741572001000,'p100000000000000000000000000000000000000000000000000000000000000','v100000000000000000000000000000000000000000000000000000000000000',37100,'subsidy',1,'0000000000000000000000000000000000000000000000000000000000000000','6d509d248fd0d04d357e4e4d3cb9fd8f8a2f70e9a5837ac4031310a2b400c354',NULL,NULL,'王*','藏***01',X'7B22636861696E223A7B2270726576696F7573223A2230303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030222C2273657175656E6365223A317D2C22636C61696D4964223A2230313935383030612D303030302D373030302D383030302D303030303030303030303031222C22636C61696D4E756D626572223A22445130312D3030303030312D50222C22636F6E74656E7456657273696F6E223A332C2272656865617273616C223A747275657D');
INSERT INTO "claim" VALUES(2,'0195800a-0000-7000-8000-000000000002',1741572002000,'p200000000000000000000000000000000000000000000000000000000000000','v200000000000000000000000000000000000000000000000000000000000000',37100,'subsidy',0,'6d509d248fd0d04d357e4e4d3cb9fd8f8a2f70e9a5837ac4031310a2b400c354','a52d20e2803254a6af4261d64d737888d3cb1b81e6715bff996e478b43d35d36',NULL,NULL,'王*','藏***02',X'7B22636861696E223A7B2270726576696F7573223A2236643530396432343866643064303464333537653465346433636239666438663861326637306539613538333761633430333133313061326234303063333534222C2273657175656E6365223A327D2C22636C61696D4964223A2230313935383030612D303030302D373030302D383030302D303030303030303030303032222C22636C61696D4E756D626572223A22445130312D3030303030322D32222C22636F6E74656E7456657273696F6E223A332C2272656865617273616C223A747275657D');
INSERT INTO "claim" VALUES(3,'0195800a-0000-7000-8000-000000000003',1741572003000,'p300000000000000000000000000000000000000000000000000000000000000','v300000000000000000000000000000000000000000000000000000000000000',37100,'subsidy',1,'a52d20e2803254a6af4261d64d737888d3cb1b81e6715bff996e478b43d35d36','e9666e013c3c5552b3dca2dd3ac84413f8f0fae9174f26de73b21e2879104853',NULL,NULL,'王*','藏***03',X'7B22636861696E223A7B2270726576696F7573223A2261353264323065323830333235346136616634323631643634643733373838386433636231623831653637313562666639393665343738623433643335643336222C2273657175656E6365223A337D2C22636C61696D4964223A2230313935383030612D303030302D373030302D383030302D303030303030303030303033222C22636C61696D4E756D626572223A22445130312D3030303030332D44222C22636F6E74656E7456657273696F6E223A332C2272656865617273616C223A747275657D');
INSERT INTO "claim" VALUES(4,'0195800a-0000-7000-8000-000000000004',1741572004000,'p400000000000000000000000000000000000000000000000000000000000000','v400000000000000000000000000000000000000000000000000000000000000',37100,'subsidy',1,'e9666e013c3c5552b3dca2dd3ac84413f8f0fae9174f26de73b21e2879104853','16d73a366b8f050f14fa24546d81dc0dcf39178507c7eb23abbcb14c817cc04c',NULL,NULL,'王*','藏***04',X'7B22636861696E223A7B2270726576696F7573223A2265393636366530313363336335353532623364636132646433616338343431336638663066616539313734663236646537336232316532383739313034383533222C2273657175656E6365223A347D2C22636C61696D4964223A2230313935383030612D303030302D373030302D383030302D303030303030303030303034222C22636C61696D4E756D626572223A22445130312D3030303030342D52222C22636F6E74656E7456657273696F6E223A332C2272656865617273616C223A747275657D');
INSERT INTO "claim" VALUES(5,'0195800a-0000-7000-8000-000000000005',1741572005000,'p500000000000000000000000000000000000000000000000000000000000000','v500000000000000000000000000000000000000000000000000000000000000',37100,'subsidy',1,'16d73a366b8f050f14fa24546d81dc0dcf39178507c7eb23abbcb14c817cc04c','f7104296c7bb4325fe7043f1fb672cd1a20a042411086992bf25e1594bf9fb90',NULL,NULL,'王*','藏***05',X'7B22636861696E223A7B2270726576696F7573223A2231366437336133363662386630353066313466613234353436643831646330646366333931373835303763376562323361626263623134633831376363303463222C2273657175656E6365223A357D2C22636C61696D4964223A2230313935383030612D303030302D373030302D383030302D303030303030303030303035222C22636C61696D4E756D626572223A22445130312D3030303030352D34222C22636F6E74656E7456657273696F6E223A332C2272656865617273616C223A747275657D');
CREATE TABLE clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seen_at INTEGER NOT NULL,
    seen_boot TEXT NOT NULL,
    seen_uptime INTEGER NOT NULL,
    trusted_at INTEGER,
    trusted_boot TEXT,
    trusted_uptime INTEGER,
    set_back_at INTEGER
) STRICT;
CREATE TABLE conclusion (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            kind TEXT NOT NULL CHECK (kind IN ('refused', 'withdrawn', 'paid')),
            concluded_at INTEGER NOT NULL
        ) STRICT;
INSERT INTO "conclusion" VALUES(1,'paid',1741572009000);
CREATE TABLE "ending" (
            id INTEGER PRIMARY KEY,
            note_id TEXT NOT NULL,
            ended_at INTEGER NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('refused', 'held')),
            step TEXT NOT NULL,
            reason_code TEXT NOT NULL,
            reason_values TEXT NOT NULL,
            rule TEXT,
            facts TEXT NOT NULL,
            versions TEXT NOT NULL,
            person_digest TEXT,
            vehicle_digest TEXT,
            taken_back_at INTEGER
        ) STRICT;
INSERT INTO "ending" VALUES(1,'n1',1741572003000,'held','held','battery-missing','{}',NULL,'{}','{}','p9',NULL,NULL);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO "grdb_migrations" VALUES('1 claims, chain, outbox');
INSERT INTO "grdb_migrations" VALUES('2 parts, reviews, conclusions');
INSERT INTO "grdb_migrations" VALUES('3 prints');
INSERT INTO "grdb_migrations" VALUES('4 chain in the claim, wipes, amendments');
INSERT INTO "grdb_migrations" VALUES('5 audit, pause, guards');
INSERT INTO "grdb_migrations" VALUES('6 attachments, sync state, clock');
INSERT INTO "grdb_migrations" VALUES('7 guards of photos');
INSERT INTO "grdb_migrations" VALUES('8 the central''s epoch');
INSERT INTO "grdb_migrations" VALUES('9 the central''s time');
INSERT INTO "grdb_migrations" VALUES('10 losses');
INSERT INTO "grdb_migrations" VALUES('11 lost claims');
CREATE TABLE loss (
    sequence INTEGER NOT NULL REFERENCES claim (sequence),
    name TEXT NOT NULL CHECK (length(name) = 64),
    settled_at INTEGER NOT NULL,
    PRIMARY KEY (sequence, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE lost_claim (
        sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
        status TEXT,
        received_at INTEGER,
        reason_code TEXT,
        other_claim TEXT,
        part TEXT,
        answered_at INTEGER,
        settled_at INTEGER NOT NULL
    ) STRICT;
CREATE TABLE outbox (
            sequence INTEGER PRIMARY KEY REFERENCES claim (sequence),
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'needs_person')),
            attempts INTEGER NOT NULL DEFAULT 0,
            next_attempt_at INTEGER NOT NULL DEFAULT 0,
            problem_code TEXT,
            problem_message TEXT,
            problem_remedy TEXT
        ) STRICT;
INSERT INTO "outbox" VALUES(3,'needs_person',1,0,'claim.invalid','m','r');
INSERT INTO "outbox" VALUES(4,'waiting',0,0,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(5,'waiting',0,0,NULL,NULL,NULL);
CREATE TABLE part_key (
            kind TEXT NOT NULL CHECK (kind IN ('battery', 'motor', 'frame')),
            digest TEXT NOT NULL,
            sequence INTEGER NOT NULL REFERENCES claim (sequence),
            live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
            PRIMARY KEY (kind, digest, sequence)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "part_key" VALUES('battery','b1',1,1);
INSERT INTO "part_key" VALUES('motor','m4',4,1);
CREATE TABLE pause (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    actor TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
INSERT INTO "pause" VALUES(1,'S01',1741572000000);
CREATE TABLE print (
            sequence INTEGER NOT NULL REFERENCES claim (sequence),
            paper TEXT NOT NULL CHECK (paper IN ('receipt', 'certificate')),
            times INTEGER NOT NULL CHECK (times > 0),
            begun_at INTEGER NOT NULL,
            PRIMARY KEY (sequence, paper)
        ) STRICT, WITHOUT ROWID;
INSERT INTO "print" VALUES(1,'receipt',2,1741572001500);
CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), content BLOB NOT NULL) STRICT;
CREATE TABLE store (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            mode TEXT NOT NULL CHECK (mode IN ('rehearsal', 'production')),
            kiosk TEXT NOT NULL
        , wiped_up_to INTEGER NOT NULL DEFAULT 0, ended_at INTEGER) STRICT;
INSERT INTO "store" VALUES(1,'rehearsal','DQ01',0,NULL);
CREATE TABLE sync (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    cursor TEXT,
    confirmed_up_to INTEGER NOT NULL DEFAULT 0,
    told_sequence INTEGER NOT NULL DEFAULT 0,
    told_hash TEXT,
    restored_at INTEGER
, epoch TEXT, heard_at INTEGER, central_restored_at INTEGER) STRICT;
INSERT INTO "sync" VALUES(1,'7',0,0,NULL,NULL,'e1',1741572000000,NULL);
CREATE TABLE tally (state TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO "tally" VALUES('accepted',1);
INSERT INTO "tally" VALUES('duplicate',1);
INSERT INTO "tally" VALUES('in-review',0);
INSERT INTO "tally" VALUES('needs_person',1);
INSERT INTO "tally" VALUES('photo-needs_person',0);
INSERT INTO "tally" VALUES('photo-sent',1);
INSERT INTO "tally" VALUES('photo-waiting',1);
INSERT INTO "tally" VALUES('returned',0);
INSERT INTO "tally" VALUES('waiting',2);
CREATE INDEX outbox_next ON outbox (next_attempt_at) WHERE state = 'waiting' AND next_attempt_at > 0;
CREATE INDEX outbox_problem ON outbox (state, sequence) WHERE problem_code IS NOT NULL;
CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
            UPDATE tally SET count = count + 1 WHERE state = NEW.state;
        END;
CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.state;
        END;
CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state BEGIN
            UPDATE tally SET count = count - 1 WHERE state = OLD.state;
            UPDATE tally SET count = count + 1 WHERE state = NEW.state;
        END;
CREATE INDEX part_claim ON part_key (sequence);
CREATE UNIQUE INDEX ending_standing ON ending (note_id) WHERE taken_back_at IS NULL;
CREATE INDEX claim_person ON claim (person_digest) WHERE live = 1;
CREATE INDEX claim_vehicle ON claim (vehicle_digest) WHERE live = 1 AND vehicle_digest IS NOT NULL;
CREATE INDEX claim_amends ON claim (amends) WHERE amends IS NOT NULL;
CREATE INDEX answer_returned ON answer (sequence) WHERE status = 'returned';
CREATE TRIGGER answer_added AFTER INSERT ON answer BEGIN
    UPDATE tally SET count = count + 1 WHERE state = NEW.status;
END;
CREATE TRIGGER answer_moved AFTER UPDATE OF status ON answer WHEN OLD.status <> NEW.status BEGIN
    UPDATE tally SET count = count - 1 WHERE state = OLD.status;
    UPDATE tally SET count = count + 1 WHERE state = NEW.status;
END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log keeps its lines');
END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit log keeps its lines');
END;
CREATE TRIGGER claim_kept BEFORE DELETE ON claim BEGIN
    SELECT RAISE(ABORT, 'a claim is never deleted');
END;
CREATE TRIGGER claim_unsent_kept BEFORE UPDATE OF document, wiped_at ON claim
WHEN NEW.document IS NOT OLD.document AND EXISTS (SELECT 1 FROM outbox WHERE sequence = OLD.sequence) BEGIN
    SELECT RAISE(ABORT, 'a claim that was not sent is never wiped');
END;
CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox
    WHEN NOT EXISTS (SELECT 1 FROM answer WHERE sequence = OLD.sequence)
        AND NOT EXISTS (SELECT 1 FROM claim WHERE amends = OLD.sequence)
        AND NOT EXISTS (SELECT 1 FROM lost_claim WHERE sequence = OLD.sequence) BEGIN
        SELECT RAISE(ABORT, 'a claim without an answer stays in the outbox');
END;
CREATE INDEX attachment_waiting ON attachment (sequence) WHERE state = 'waiting';
CREATE TRIGGER attachment_added AFTER INSERT ON attachment BEGIN
    UPDATE tally SET count = count + 1 WHERE state = 'photo-' || NEW.state;
END;
CREATE TRIGGER attachment_moved AFTER UPDATE OF state ON attachment WHEN OLD.state <> NEW.state BEGIN
    UPDATE tally SET count = count - 1 WHERE state = 'photo-' || OLD.state;
    UPDATE tally SET count = count + 1 WHERE state = 'photo-' || NEW.state;
END;
CREATE TRIGGER answer_removed AFTER DELETE ON answer BEGIN
    UPDATE tally SET count = count - 1 WHERE state = OLD.status;
END;
CREATE TRIGGER claim_photos_kept BEFORE UPDATE OF document, wiped_at ON claim
WHEN NEW.document IS NULL AND OLD.document IS NOT NULL AND EXISTS (
    SELECT 1 FROM attachment WHERE sequence = OLD.sequence AND state <> 'sent'
) BEGIN
    SELECT RAISE(ABORT, 'a claim with photos that were not sent is never wiped');
END;
CREATE TRIGGER attachment_removed AFTER DELETE ON attachment WHEN OLD.state <> 'sent' BEGIN
    UPDATE tally SET count = count - 1 WHERE state = 'photo-' || OLD.state;
END;
CREATE TRIGGER attachment_kept BEFORE DELETE ON attachment
WHEN OLD.state <> 'sent' AND NOT EXISTS (SELECT 1 FROM claim WHERE amends = OLD.sequence)
    AND NOT EXISTS (SELECT 1 FROM loss WHERE sequence = OLD.sequence AND name = OLD.name) BEGIN
    SELECT RAISE(ABORT, 'a photo that was not sent stays');
END;
