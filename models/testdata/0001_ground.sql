-- The rows of a database that the first released program made (step 0001_ground): the sample workshop of workshop.json with marks, a substitute,
-- a photo, a draft, an event made from it, agreed minutes, two accounts. The upgrade of such a database is tried on it. It is not edited.
INSERT INTO "agenda_items" VALUES(1,'26f8fe87ea5ecb152c6014f1caeaeda8',1,1,1,'registration','Đón tiếp đại biểu','2018-11-13 00:30:00+00:00',30,'',NULL,'','',NULL,NULL,NULL,0,1);
INSERT INTO "agenda_items" VALUES(2,'fac59b0f9b42d9a12cf118a0e69a841e',1,1,2,'keynote','Báo cáo đề dẫn','2018-11-13 01:00:00+00:00',30,'Phòng họp',1,'','Chuẩn bị máy chiếu','2018-11-13 01:03:00+00:00','2018-11-13 01:40:00+00:00',NULL,1500,1);
INSERT INTO "agenda_items" VALUES(3,'586c8ed01e4e17b2c10a01f639eec4d2',1,1,3,'discussion','Thảo luận',NULL,NULL,'',NULL,'Ban Tổ chức','',NULL,NULL,NULL,0,1);
INSERT INTO "agenda_items" VALUES(4,'cceb9910eb2271694c7926f2501c3b7a',1,2,4,'vote','Biểu quyết',NULL,NULL,'',NULL,'','',NULL,NULL,NULL,0,1);
INSERT INTO "agenda_items" VALUES(5,'53ae60e41449f579589526f6c582c128',2,3,1,'registration','Đón tiếp đại biểu','2019-11-13 01:00:00+00:00',30,'',NULL,'','',NULL,NULL,NULL,0,1);
INSERT INTO "agenda_items" VALUES(6,'5c2d16668c329d667a7b7b362a5fe8a2',2,3,2,'keynote','Báo cáo đề dẫn','2019-11-13 01:30:00+00:00',30,'Phòng họp',9,'','Chuẩn bị máy chiếu',NULL,NULL,NULL,0,1);
INSERT INTO "agenda_items" VALUES(7,'e1a3fb863b7644a8fa2fea9ab2771a79',2,3,3,'discussion','Thảo luận',NULL,NULL,'',NULL,'Ban Tổ chức','',NULL,NULL,NULL,0,1);
INSERT INTO "agenda_items" VALUES(8,'f6f26ba32c25b02bfda95921e528d274',2,4,4,'vote','Biểu quyết',NULL,NULL,'',NULL,'','',NULL,NULL,NULL,0,1);
INSERT INTO "attendance" VALUES(1,1,1,'present','2018-11-13 00:20:00.25+00:00','2018-11-13 04:00:00+00:00','','load','Thư ký (mẫu)','2018-11-13 09:00:04+00:00',1);
INSERT INTO "attendance" VALUES(1,1,2,'absent',NULL,NULL,'','load','Thư ký (mẫu)','2018-11-13 09:00:05+00:00',1);
INSERT INTO "attendance" VALUES(1,2,1,'present',NULL,NULL,'','hand','Thư ký (mẫu)','2018-11-13 09:00:26+00:00',6);
INSERT INTO "attendance" VALUES(1,3,1,'present',NULL,NULL,'','hand','Thư ký (mẫu)','2018-11-13 09:00:24+00:00',5);
INSERT INTO "conclusions" VALUES(1,'7fda100ff11d1696a9a25aa27ac2a52b',1,1,'Tiếp tục thực hiện.',1);
INSERT INTO "conclusions" VALUES(2,'a7cc7016f71191d4f3bc08527766043d',1,2,'Giao việc.',1);
INSERT INTO "conclusions" VALUES(3,'4994823e5ae637f43ff51f81cb8a8ed0',1,3,'Giao đơn vị.',1);
INSERT INTO "conclusions" VALUES(4,'65417a03e656dcffe209ce32fff45f43',1,4,'Giao chung.',1);
INSERT INTO "delegates" VALUES(1,'e0d41f10ccca890928224e3b41ea6bc4',1,1,2,1,NULL,'chair speaker','',NULL,30,'accepted','',NULL,'','A1','',1);
INSERT INTO "delegates" VALUES(2,'eb7e969c7d5be50c378cc00a61210142',1,2,1,1,NULL,'speaker','',NULL,10,'substituted','Đi công tác','2018-11-10 02:00:00+00:00','phone','','',1);
INSERT INTO "delegates" VALUES(3,'75413ed6a0155a1c91b809e758f2bea8',1,3,3,NULL,NULL,'','đồng chí',5,5,'none','',NULL,'','','Phòng nghỉ',1);
INSERT INTO "delegates" VALUES(4,'54d8a643cd1de595a79be5ca9c3e7291',1,4,5,NULL,NULL,'secretary','',NULL,1073741824,'substituted','','2018-11-13 09:00:22+00:00','','','',2);
INSERT INTO "delegates" VALUES(5,'98cd415a340881c78171fac4f8fd9685',1,5,6,NULL,NULL,'','',NULL,1073741824,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(6,'439449b4d5ecedff21e641aa8a92c48b',1,6,7,NULL,NULL,'','',NULL,1073741824,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(7,'15e9e0ff3c1024e1a8024e13cd096cc2',2,3,3,NULL,NULL,'','đồng chí',5,5,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(8,'43e341e0ef0cf5936ddab1bec96a5863',2,2,1,4,NULL,'speaker','',NULL,10,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(9,'492a27d582370855f10c77bd694cb09e',2,1,2,4,NULL,'chair speaker','',NULL,30,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(10,'44c487a6977650b36a6bf8cf4b956668',2,4,5,NULL,NULL,'secretary','',NULL,1073741824,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(11,'5c9d2abed6b86c59a97390079b58baa2',2,5,6,NULL,NULL,'','',NULL,1073741824,'none','',NULL,'','','',1);
INSERT INTO "delegates" VALUES(12,'0f7c58932c542774643041f94baeb69c',2,6,7,NULL,NULL,'','',NULL,1073741824,'none','',NULL,'','','',1);
INSERT INTO "drafts" VALUES(1,1,1,'speech-1-summary','Ý đang gõ dở',0,'2018-11-13 09:00:30+00:00');
INSERT INTO "event_staff" VALUES(1,1,'secretary');
INSERT INTO "events" VALUES(1,'a8bb537a8843ad38dcde5b6e9a74a9c4','hoi-thao-mau','workshop','tọa đàm khoa học','Nâng cao chất lượng công tác dư luận xã hội',2,'Mẫu','Hội trường Tỉnh ủy','Asia/Ho_Chi_Minh','public','dang-2018','published','00112233445566778899aabbccddeeff','Nội bộ.','2018-11-13 00:30:00+00:00','2018-11-13 09:30:00+00:00',NULL,NULL,'nang cao chat luong cong tac du luan xa hoi hoi truong tinh uy hoi-thao-mau',9,1,'c89cfdd4211db272543e0e78f17e6f1e5b6cd4efdc726eebbbc3d33781801284',1);
INSERT INTO "events" VALUES(2,'ee0ffd3e1a09dd911d1e9181b517f367','toa-dam-khoa-hoc-hoi-thao-sang-nam-mau-2019','workshop','tọa đàm khoa học','Hội thảo sang năm (mẫu)',2,'Mẫu','Hội trường Tỉnh ủy','Asia/Ho_Chi_Minh','public','dang-2018','draft','00112233445566778899aabbccddeeff','Nội bộ.','2019-11-13 01:00:00+00:00','2019-11-13 10:00:00+00:00',NULL,NULL,'hoi thao sang nam (mau) hoi truong tinh uy',1,1,'731ae6823dc2b71a33162f28d2bb792d7b8a7ea95f2e15dc0e8ca666c68a5e70',1);
INSERT INTO "file_keys" VALUES(1,'an','person','2f2abd01c4dff09149e624a61457f6f1');
INSERT INTO "file_keys" VALUES(1,'ban','organization','1de0473549f78fe2de2f3d76574ebc01');
INSERT INTO "file_keys" VALUES(1,'bao-chi','group','cc83309638c53f3109291d2c35fcd09d');
INSERT INTO "file_keys" VALUES(1,'bieu-quyet','item','cceb9910eb2271694c7926f2501c3b7a');
INSERT INTO "file_keys" VALUES(1,'binh','person','ac7b881569fc7f81aba052c5303a272c');
INSERT INTO "file_keys" VALUES(1,'chi','person','eb3e49685df81a195d6212ba32983027');
INSERT INTO "file_keys" VALUES(1,'chieu','session','a038a2e05fd8b7aea413ce7f03a3b967');
INSERT INTO "file_keys" VALUES(1,'de-dan','item','fac59b0f9b42d9a12cf118a0e69a841e');
INSERT INTO "file_keys" VALUES(1,'don-tiep','item','26f8fe87ea5ecb152c6014f1caeaeda8');
INSERT INTO "file_keys" VALUES(1,'don-vi','group','7036de84319ad1bfc1edc7cb909ea7b1');
INSERT INTO "file_keys" VALUES(1,'dung','person','a94848ee16eb05f380a41f3e2e9f4405');
INSERT INTO "file_keys" VALUES(1,'giang','person','33d10a11e2e5f74f7b4a22523e14adc0');
INSERT INTO "file_keys" VALUES(1,'huyen-1','organization','4a3c5ff9c10e85ca6b4b74de832124d5');
INSERT INTO "file_keys" VALUES(1,'huyen-2','organization','8c2c07cc0648e50349bb801676c4e1a9');
INSERT INTO "file_keys" VALUES(1,'lanh-dao','group','f91c18e141ea73a4cdb4e0f15a27629c');
INSERT INTO "file_keys" VALUES(1,'phong','organization','d3791f50b588bceb8c2e51e180fe1a84');
INSERT INTO "file_keys" VALUES(1,'sang','session','7fe66fada9706c1fa2ae00c7b25d9e9d');
INSERT INTO "file_keys" VALUES(1,'thao-luan','item','586c8ed01e4e17b2c10a01f639eec4d2');
INSERT INTO "file_keys" VALUES(1,'tu','organization','b24be4d6d5d5ceb033d93dd76e7c4d3f');
INSERT INTO "file_pieces" VALUES('6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0',0,X'89504E470D0A1A0A0000000D49484452000000010000000108060000001F15C4890000000D4944415478DA6364F8CF500F00038601805A347D6B0000000049454E44AE426082');
INSERT INTO "file_pieces" VALUES('8dd5c31d89c3e224869b773e1e8575dea25a5f03a93320b56c54f0b6355a081e',0,X'89504E470D0A1A0A0000000D49484452000000280000001E08000000007BB603010000001B49444154789C626220128C2A1C5538AA7054E1A05608080000FFFF99C0003D0EFEF6960000000049454E44AE426082');
INSERT INTO "files" VALUES('6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0',70,'image/png',1,'2018-11-13 09:00:03+00:00');
INSERT INTO "files" VALUES('8dd5c31d89c3e224869b773e1e8575dea25a5f03a93320b56c54f0b6355a081e',84,'image/png',1,'2018-11-13 09:00:28+00:00');
INSERT INTO "group_units" VALUES(1,2,5,1);
INSERT INTO "group_units" VALUES(1,2,4,2);
INSERT INTO "group_units" VALUES(2,5,5,1);
INSERT INTO "group_units" VALUES(2,5,4,2);
INSERT INTO "groups" VALUES(1,'f91c18e141ea73a4cdb4e0f15a27629c',1,1,'Lãnh đạo tỉnh',0,NULL,0,1);
INSERT INTO "groups" VALUES(2,'7036de84319ad1bfc1edc7cb909ea7b1',1,2,'Các huyện',1,20,0,1);
INSERT INTO "groups" VALUES(3,'cc83309638c53f3109291d2c35fcd09d',1,3,'Báo chí',1,NULL,1,1);
INSERT INTO "groups" VALUES(4,'3d36e1e015f1e40e4b01b4704a1d0d9b',2,1,'Lãnh đạo tỉnh',0,NULL,0,1);
INSERT INTO "groups" VALUES(5,'9d184f1f4ca9a94b89a742d95ffe1cb2',2,2,'Các huyện',1,20,0,1);
INSERT INTO "groups" VALUES(6,'3939064fdcafda906603aedba2d6f4c9',2,3,'Báo chí',1,NULL,1,1);
INSERT INTO "headcounts" VALUES(1,2,1,18,1);
INSERT INTO "headcounts" VALUES(1,2,2,0,1);
INSERT INTO "holidays" VALUES('2018-01-01','Tết Dương lịch',0);
INSERT INTO "holidays" VALUES('2018-04-30','Ngày Chiến thắng',0);
INSERT INTO "holidays" VALUES('2018-05-01','Quốc tế Lao động',0);
INSERT INTO "holidays" VALUES('2018-09-02','Quốc khánh',0);
INSERT INTO "holidays" VALUES('2018-11-20','Nghỉ của cơ quan (mẫu)',0);
INSERT INTO "journal" VALUES(1,1,1,'2018-11-13 09:00:07+00:00','Thư ký (mẫu)','event','load','','6e7ddcebb74f876fe02734f4203c7885e950b68adb32b2b96a38accf66a2e769','','7dccc760fdfe8fbe67a1bc792d2ac21fb5e80fadd0273cd22767e17798cd2dcf');
INSERT INTO "journal" VALUES(2,NULL,1,'2018-11-13 09:00:08+00:00','Thư ký (mẫu)','directory','load','','a190a62628255abbdfbb159c74463a41b30f5f4c768421020fc98113d7bda47c','','a63b8b540a232ee804c547736be4d7ee61d106dbcd7f2d21903a3f2bf3dd1c28');
INSERT INTO "journal" VALUES(3,NULL,2,'2018-11-13 09:00:10+00:00','Thư ký (mẫu)','accounts','add','f4e00ad537f61734d2787f18d7187ab9','e96740ce4c197e0acc50b1b327fb2b36041c0354b45dac977cacb85f4b157b69','a63b8b540a232ee804c547736be4d7ee61d106dbcd7f2d21903a3f2bf3dd1c28','f4f9feeae975b1ae34a922689d5010bb8c1d8411939f8056053a8578558b9d58');
INSERT INTO "journal" VALUES(4,NULL,3,'2018-11-13 09:00:12+00:00','Thư ký (mẫu)','accounts','add','b9bd7f8828d334d1ef83a27ca1c19f10','429954b73c5f73db56e2f7291b52dc4be1cffd3c8180b75e861e7c904c75cd4c','f4f9feeae975b1ae34a922689d5010bb8c1d8411939f8056053a8578558b9d58','0fbe866bd64aba1e5ebd1ea79e65a94bb7ffc02fc50680fc3def875bcbe9ab0b');
INSERT INTO "journal" VALUES(5,1,2,'2018-11-13 09:00:13+00:00','Thư ký (mẫu)','staff','add','f4e00ad537f61734d2787f18d7187ab9','606b12e315f9378825405ddc0c421df5b08b2b30edcb23f304cd63fceae5bd33','7dccc760fdfe8fbe67a1bc792d2ac21fb5e80fadd0273cd22767e17798cd2dcf','b0357f80114d77fa831af231beba30e598a4f0c9402d9c205583ff5324b06775');
INSERT INTO "journal" VALUES(6,NULL,4,'2018-11-13 09:00:14+00:00','Thư ký (mẫu)','settings','add','','555446e19acb220878482a52d20f180eaa053d159bb6468a08268a7dd6a1aaaa','0fbe866bd64aba1e5ebd1ea79e65a94bb7ffc02fc50680fc3def875bcbe9ab0b','f6a6a6b41ec29c48dcfe3211fbb3c8af3366684e3cb79b2c2131404e8015bdb4');
INSERT INTO "journal" VALUES(7,NULL,5,'2018-11-13 09:00:15+00:00','Thư ký (mẫu)','settings','add','','05726e1aa5bcf24962ee9e72fbb7825dd8bcb661a1369591800e4a56d905cc3a','f6a6a6b41ec29c48dcfe3211fbb3c8af3366684e3cb79b2c2131404e8015bdb4','ecea553bec199ced41812afd1828ea54d4c4088d8b9a3a9ba0dd80d595628d74');
INSERT INTO "journal" VALUES(8,NULL,6,'2018-11-13 09:00:17+00:00','Thư ký (mẫu)','directory','add','4530a94620a78638828378d0e4ea3508','83987ec09e25c3ada2a8267ba8d7d8e14780442f65e3a63c6969eca3b0611d78','ecea553bec199ced41812afd1828ea54d4c4088d8b9a3a9ba0dd80d595628d74','0b3bfca31ee2e42f7bd1c3ec7aa30eda083e68e2caa3682cacf98d6dd9c5a323');
INSERT INTO "journal" VALUES(9,1,3,'2018-11-13 09:00:18+00:00','Thư ký (mẫu)','delegates','add','98cd415a340881c78171fac4f8fd9685','18914135e0587b2bf02ecc9ccbcdde38d01c07ceb8874c006e9fede6d8bcf788','b0357f80114d77fa831af231beba30e598a4f0c9402d9c205583ff5324b06775','db07938b82bf1691bcdfc2d4c5aa354e7e3288211f680de55b999654c10d13df');
INSERT INTO "journal" VALUES(10,NULL,7,'2018-11-13 09:00:20+00:00','Thư ký (mẫu)','directory','add','0dc9011f0fd941fb217685617b7a9709','290e91c23cdde45deca4948ce4ae904590d03e605af4b7f38bb9b45b5ed7d7a2','0b3bfca31ee2e42f7bd1c3ec7aa30eda083e68e2caa3682cacf98d6dd9c5a323','9615f8613fc79cac25cab66befd36671104cdb07b16d72fa1071b3ec62b9caff');
INSERT INTO "journal" VALUES(11,1,4,'2018-11-13 09:00:23+00:00','Thư ký (mẫu)','delegates','substitute','54d8a643cd1de595a79be5ca9c3e7291','d7fef0f0bb69e90bfd518d2ff179d73ccce049adfa9606274135b7b92b14d831','db07938b82bf1691bcdfc2d4c5aa354e7e3288211f680de55b999654c10d13df','e1e8e1dfd5874f43c76f5a9dee4a1804013c4a407cceed92aac22ca382cb1c05');
INSERT INTO "journal" VALUES(12,1,5,'2018-11-13 09:00:25+00:00','Thư ký (mẫu)','attendance','mark','75413ed6a0155a1c91b809e758f2bea8','3c727449aa69e21aa8f5a71df1b70ead72567b6d39c9f56b3c3f6f84a0046229','e1e8e1dfd5874f43c76f5a9dee4a1804013c4a407cceed92aac22ca382cb1c05','9fb16fa33e76519cc14cb90781598273240fa6c7f17ac09c4832e86be253006f');
INSERT INTO "journal" VALUES(13,1,6,'2018-11-13 09:00:27+00:00','Thư ký (mẫu)','attendance','mark','eb7e969c7d5be50c378cc00a61210142','9d5a907d9ee9f5844751ae62764c39850e05694650e08f69c849d3f111e8fa7b','9fb16fa33e76519cc14cb90781598273240fa6c7f17ac09c4832e86be253006f','c2cfc0f3c3c56fecb20e05ba6b57cad2d8b1f0b437d048ba892c88033dad349b');
INSERT INTO "journal" VALUES(14,1,7,'2018-11-13 09:00:29+00:00','Thư ký (mẫu)','photos','add','008bb4a4a6d86ccf729b5922999b011e','6ebe5f389f056888088413c82609806225bbbed94c43af7a58f2237eefdfb99a','c2cfc0f3c3c56fecb20e05ba6b57cad2d8b1f0b437d048ba892c88033dad349b','1b386d58021668da181826589ced5492576e8793b0cb86e690edb07a2f384b73');
INSERT INTO "journal" VALUES(15,2,1,'2018-11-13 09:00:31+00:00','Thư ký (mẫu)','event','add','ee0ffd3e1a09dd911d1e9181b517f367','a0ffe3892db2da88da644c6613068d5b5726b1a81a0de90bb6ce8679878b8357','','731ae6823dc2b71a33162f28d2bb792d7b8a7ea95f2e15dc0e8ca666c68a5e70');
INSERT INTO "journal" VALUES(16,1,8,'2018-11-13 09:00:33+00:00','Thư ký (mẫu)','minutes','close','9de6cc08b0e95e3143a5a67721c4b3b1','f6afa5aac951b0ee5bde345271a0bdad864d00ad6619837ce40998c6c33fa759','1b386d58021668da181826589ced5492576e8793b0cb86e690edb07a2f384b73','86c36d9242a941bae255fb7291ae9d6483690d25c059db343a42958cd53ccc2c');
INSERT INTO "journal" VALUES(17,1,9,'2018-11-13 09:00:35+00:00','Thư ký (mẫu)','minutes','agree','9de6cc08b0e95e3143a5a67721c4b3b1','9476bb145dea5605474478163d62b67d0e4db14b631209a91bf7042b626468a9','86c36d9242a941bae255fb7291ae9d6483690d25c059db343a42958cd53ccc2c','c89cfdd4211db272543e0e78f17e6f1e5b6cd4efdc726eebbbc3d33781801284');
INSERT INTO "journal_details" VALUES(1,'1cfc86292b6536e88ff0ec19e88d41b2','{"Before":{},"After":{"attendance":[{"EventID":1,"DelegateID":1,"SessionID":1,"State":"present","ArrivedAt":"2018-11-13T00:20:00.25Z","LeftAt":"2018-11-13T04:00:00Z","How":"load","NotedBy":"Thư ký (mẫu)","NotedAt":"2018-11-13T09:00:04Z","Version":1},{"EventID":1,"DelegateID":1,"SessionID":2,"State":"absent","How":"load","NotedBy":"Thư ký (mẫu)","NotedAt":"2018-11-13T09:00:05Z","Version":1},{"EventID":1,"DelegateID":2,"SessionID":1,"State":"absent_excused","Reason":"Đi công tác","How":"hand","NotedBy":"Thư ký","NotedAt":"2018-11-13T01:00:00Z","Version":1}],"conclusion":[{"ID":1,"UID":"7fda100ff11d1696a9a25aa27ac2a52b","EventID":1,"Position":1,"Text":"Tiếp tục thực hiện.","Version":1},{"ID":2,"UID":"a7cc7016f71191d4f3bc08527766043d","EventID":1,"Position":2,"Text":"Giao việc.","Version":1},{"ID":3,"UID":"4994823e5ae637f43ff51f81cb8a8ed0","EventID":1,"Position":3,"Text":"Giao đơn vị.","Version":1},{"ID":4,"UID":"65417a03e656dcffe209ce32fff45f43","EventID":1,"Position":4,"Text":"Giao chung.","Version":1}],"delegate":[{"ID":1,"UID":"e0d41f10ccca890928224e3b41ea6bc4","EventID":1,"Position":1,"PersonID":2,"GroupID":1,"Roles":"chair speaker","Rank":30,"Reply":"accepted","Seat":"A1","Version":1},{"ID":2,"UID":"eb7e969c7d5be50c378cc00a61210142","EventID":1,"Position":2,"PersonID":1,"GroupID":1,"Roles":"speaker","Rank":10,"Reply":"substituted","Reason":"Đi công tác","RepliedAt":"2018-11-10T02:00:00Z","RepliedHow":"phone","Version":1},{"ID":3,"UID":"75413ed6a0155a1c91b809e758f2bea8","EventID":1,"Position":3,"PersonID":3,"Honorific":"đồng chí","ProtocolRank":5,"Rank":5,"Reply":"none","Needs":"Phòng nghỉ","Version":1},{"ID":4,"UID":"54d8a643cd1de595a79be5ca9c3e7291","EventID":1,"Position":4,"PersonID":5,"Roles":"secretary","Rank":1073741824,"Reply":"none","Version":1}],"event":[{"ID":1,"UID":"a8bb537a8843ad38dcde5b6e9a74a9c4","Slug":"hoi-thao-mau","Kind":"workshop","Noun":"tọa đàm khoa học","Title":"Nâng cao chất lượng công tác dư luận xã hội","OrganizerID":2,"Place":"Mẫu","Venue":"Hội trường Tỉnh ủy","TimeZone":"Asia/Ho_Chi_Minh","Visibility":"public","Regime":"dang-2018","AgendaState":"published","SeriesUID":"00112233445566778899aabbccddeeff","Note":"Nội bộ.","StartsAt":"2018-11-13T00:30:00Z","EndsAt":"2018-11-13T09:30:00Z","Folded":"nang cao chat luong cong tac du luan xa hoi hoi truong tinh uy hoi-thao-mau"}],"group":[{"ID":1,"UID":"f91c18e141ea73a4cdb4e0f15a27629c","EventID":1,"Position":1,"Name":"Lãnh đạo tỉnh","Version":1},{"ID":2,"UID":"7036de84319ad1bfc1edc7cb909ea7b1","EventID":1,"Position":2,"Name":"Các huyện","Collective":true,"Expected":20,"Version":1},{"ID":3,"UID":"cc83309638c53f3109291d2c35fcd09d","EventID":1,"Position":3,"Name":"Báo chí","Collective":true,"Press":true,"Version":1}],"headcount":[{"EventID":1,"GroupID":2,"SessionID":1,"Present":18,"Version":1},{"EventID":1,"GroupID":2,"SessionID":2,"Version":1}],"item":[{"ID":1,"UID":"26f8fe87ea5ecb152c6014f1caeaeda8","EventID":1,"SessionID":1,"Position":1,"Kind":"registration","Title":"Đón tiếp đại biểu","StartsAt":"2018-11-13T00:30:00Z","Minutes":30,"Version":1},{"ID":2,"UID":"fac59b0f9b42d9a12cf118a0e69a841e","EventID":1,"SessionID":1,"Position":2,"Kind":"keynote","Title":"Báo cáo đề dẫn","StartsAt":"2018-11-13T01:00:00Z","Minutes":30,"Room":"Phòng họp","PresenterID":1,"Note":"Chuẩn bị máy chiếu","StartedAt":"2018-11-13T01:03:00Z","EndedAt":"2018-11-13T01:40:00Z","PausedMS":1500,"Version":1},{"ID":3,"UID":"586c8ed01e4e17b2c10a01f639eec4d2","EventID":1,"SessionID":1,"Position":3,"Kind":"discussion","Title":"Thảo luận","PresenterText":"Ban Tổ chức","Version":1},{"ID":4,"UID":"cceb9910eb2271694c7926f2501c3b7a","EventID":1,"SessionID":2,"Position":4,"Kind":"vote","Title":"Biểu quyết","Version":1}],"minutes":[{"ID":1,"UID":"9de6cc08b0e95e3143a5a67721c4b3b1","EventID":1,"Number":15,"NumberSuffix":"a","State":"draft","DatedOn":"2018-11-13","OpenedAt":"2018-11-13T01:00:00Z","ClosedAt":"2018-11-13T09:30:00Z","Version":1}],"photo":[{"ID":1,"UID":"947848482ce6ffd08b0e792ae0770c8a","EventID":1,"Position":1,"Caption":"Toàn cảnh","Credit":"Báo Mẫu","FileSHA256":"6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0","Version":1},{"ID":2,"UID":"a466dacaf6ab0038b281181be421d02a","EventID":1,"Position":2,"Caption":"Chưa có ảnh","Version":1}],"section":[{"EventID":1,"MinutesID":1,"Name":"end","Text":"Hội thảo kết thúc lúc 16 giờ 30.","EditedBy":"Thư ký (mẫu)","EditedAt":"2018-11-13T09:00:06Z","Version":1}],"session":[{"ID":1,"UID":"7fe66fada9706c1fa2ae00c7b25d9e9d","EventID":1,"Position":1,"Name":"Sáng 13/11/2018","StartsAt":"2018-11-13T00:30:00Z","EndsAt":"2018-11-13T04:30:00Z","Room":"Tầng 2","Version":1},{"ID":2,"UID":"a038a2e05fd8b7aea413ce7f03a3b967","EventID":1,"Position":2,"StartsAt":"2018-11-13T06:30:00Z","EndsAt":"2018-11-13T09:30:00Z","Version":1}],"signers":[[{"Role":"chair","PersonID":2},{"Role":"chair","PersonID":1},{"Role":"secretary","PersonID":5}]],"speech":[{"ID":1,"UID":"5d032b7369ccf0ed43c20cbfc52881a8","EventID":1,"ItemID":2,"Position":1,"Kind":"keynote","State":"accepted","DelegateID":1,"Summary":"Nêu thực trạng.\nNêu giải pháp.","Text":"Toàn văn.","HasPaper":true,"StartedAt":"2018-11-13T01:03:00Z","EndedAt":"2018-11-13T01:40:00Z","Version":1},{"ID":2,"UID":"d537122a9af879288bce883bc8d7b475","EventID":1,"ItemID":3,"Position":1,"Kind":"paper","State":"accepted","Topic":"Vai trò của cộng tác viên","Minutes":10,"Version":1},{"ID":3,"UID":"5f40db726914c37b9ff83cb0d324413e","EventID":1,"ItemID":3,"Position":2,"Kind":"discussion","State":"requested","SpeakerText":"Đại biểu từ hội trường","RequestedHow":"floor","RequestedAt":"2018-11-13T02:00:00Z","Version":1}],"substitute":[{"UID":"93022551eebbb816bba560b8381ac49f","EventID":1,"ReplacedID":2,"DelegateID":3,"State":"agreed","Version":1},{"UID":"ddda47403225e186e5aa807cd0735f5c","EventID":1,"ReplacedID":1,"DelegateID":4,"State":"refused","DecidedBy":"Chủ trì","DecidedAt":"2018-11-11T02:00:00Z","Version":1}],"task":[{"ID":1,"UID":"291c61166dc7b6d0343617c826bf7ac7","EventID":1,"ConclusionID":2,"PersonID":5,"DueOn":"2018-12-01","State":"done","Version":1},{"ID":2,"UID":"79be935770cb5d4a87db0faf6d47e362","EventID":1,"ConclusionID":3,"OrganizationID":4,"State":"open","Version":1},{"ID":3,"UID":"dd98a0a03941af9fcc07fd7666cc0c85","EventID":1,"ConclusionID":4,"Responsible":"Các đơn vị","State":"open","Version":1}],"units":[[5,4]],"vote":[{"ID":1,"UID":"daed3716bb15971828d1ec9b260abf09","EventID":1,"ItemID":4,"Position":1,"Question":"Thông qua kết luận","Method":"show_of_hands","Ayes":17,"Noes":0,"Others":1,"Invalid":0,"Version":1},{"ID":2,"UID":"e016ef91cff03389813531909d0112d6","EventID":1,"Position":2,"Question":"Thông qua chương trình","Version":1}]}}');
INSERT INTO "journal_details" VALUES(2,'53ddbf9786ff40ba7f9df0ad9464c741','{"Before":{},"After":{"organization":[{"ID":1,"UID":"b24be4d6d5d5ceb033d93dd76e7c4d3f","Name":"Tỉnh ủy Mẫu","PrintName":"TỈNH ỦY MẪU","PrintAbove":"","Kind":"party","Code":"TU","Place":"Mẫu","ValidFrom":"1997-01-01","ValidUntil":"2025-06-30","Version":1},{"ID":2,"UID":"1de0473549f78fe2de2f3d76574ebc01","ParentID":1,"Name":"Ban Tuyên giáo Tỉnh ủy","Code":"BTGTU","Version":1},{"ID":3,"UID":"d3791f50b588bceb8c2e51e180fe1a84","ParentID":2,"Name":"Phòng Dư luận xã hội","Version":1},{"ID":4,"UID":"4a3c5ff9c10e85ca6b4b74de832124d5","Name":"Huyện ủy Mẫu Đông","Kind":"party","Version":1},{"ID":5,"UID":"8c2c07cc0648e50349bb801676c4e1a9","Name":"Huyện ủy Mẫu Tây","Kind":"party","Version":1}],"person":[{"ID":1,"UID":"2f2abd01c4dff09149e624a61457f6f1","Family":"Trần Mẫu","Given":"An","Honorific":"đồng chí","ProtocolRank":10,"BornYear":1965,"Phone":"0900 000 001","Email":"an@example.vn","ContactOfID":2,"Note":"Dị ứng hoa.\nNgồi hàng đầu.","Version":1,"Posts":[{"ID":1,"UID":"b55b69138d90d732c786456543851358","PersonID":1,"Position":1,"Title":"Phó Bí thư Tỉnh ủy","OrganizationID":1,"ValidFrom":"2015-10-01"},{"ID":2,"UID":"4ffcb8a494c921466ca5c0cf1cde84a3","PersonID":1,"Position":2,"Title":"Chủ tịch HĐND tỉnh","ValidUntil":"2020-12-31"}]},{"ID":2,"UID":"ac7b881569fc7f81aba052c5303a272c","Family":"Nguyễn Mẫu","Given":"Bình","ProtocolRank":30,"Version":1,"Posts":[{"ID":3,"UID":"ef9cd124b6c2ca44c3726f8e915c6544","PersonID":2,"Position":1,"Title":"Trưởng ban Tuyên giáo","OrganizationID":2}]},{"ID":3,"UID":"eb3e49685df81a195d6212ba32983027","Family":"Y Mẫu","Given":"Chi Niê Kđăm","Honorific":"bà","Version":1},{"ID":4,"UID":"a94848ee16eb05f380a41f3e2e9f4405","Given":"Dũng","Version":1},{"ID":5,"UID":"33d10a11e2e5f74f7b4a22523e14adc0","Family":"Đỗ Mẫu","Given":"Giang","Version":1,"Posts":[{"ID":4,"UID":"82c2fca68eab8168a3741a470519171c","PersonID":5,"Position":1,"Title":"Chuyên viên","OrganizationID":3}]}]}}');
INSERT INTO "journal_details" VALUES(3,'44e85ed56bbea0f51cc59f1f77577db0','{"After":{"ID":1,"UID":"f4e00ad537f61734d2787f18d7187ab9","Account":"thu-ky","Name":"Thư ký (mẫu)","Language":"vi","CreatedAt":"2018-11-13T09:00:09Z","Roles":[{"Role":"secretary"}]}}');
INSERT INTO "journal_details" VALUES(4,'74e5bcf237b8f005c0c5f3da84ed63c4','{"After":{"ID":2,"UID":"b9bd7f8828d334d1ef83a27ca1c19f10","Account":"quan-tri","Name":"Quản trị (mẫu)","Language":"vi","CreatedAt":"2018-11-13T09:00:11Z","Roles":[{"Role":"administrator"}]}}');
INSERT INTO "journal_details" VALUES(5,'c3844b1576b71330aa75a8fbaf6931bb','{"After":{"UserID":1,"Account":"thu-ky","Name":"Thư ký (mẫu)","Role":"secretary"}}');
INSERT INTO "journal_details" VALUES(6,'69024d64ce48d0ed1ecb149d6120e5fb','{"After":{"Holidays":[{"Day":"2018-01-01","Name":"Tết Dương lịch"},{"Day":"2018-04-30","Name":"Ngày Chiến thắng"},{"Day":"2018-05-01","Name":"Quốc tế Lao động"},{"Day":"2018-09-02","Name":"Quốc khánh"}]}}');
INSERT INTO "journal_details" VALUES(7,'936e8ad69ba878aa6cf917e4c72f0b0c','{"After":{"Day":"2018-11-20","Name":"Nghỉ của cơ quan (mẫu)"}}');
INSERT INTO "journal_details" VALUES(8,'a971c822d1eb5f5a76ba7db0c7036209','{"After":{"ID":6,"UID":"4530a94620a78638828378d0e4ea3508","Family":"Khách Mời","Given":"Mẫu","Folded":"khach moi mau chuyen gia","SortKey":"ARdBFfEYNgAAACAAIAA3ACAAAAABFv8WtBXvFh0WtAAAACAAIAAgADgAIAAgAAABF0EXcxbNAAAAIAAgADUAIAAA","Version":1,"Posts":[{"ID":5,"UID":"f16ce056168b149741fff649e0fa7ce5","PersonID":6,"Position":1,"Title":"Chuyên gia"}]}}');
INSERT INTO "journal_details" VALUES(9,'7037d2c1ab4a372e7ab704d270e42c5e','{"After":{"Names":["Khách Mời Mẫu"]}}');
INSERT INTO "journal_details" VALUES(10,'47535386c9218ad51d899d14c213dde6','{"After":{"ID":7,"UID":"0dc9011f0fd941fb217685617b7a9709","Family":"Người Thay","Given":"Mẫu","Folded":"nguoi thay mau pho truong ban","SortKey":"ARdBFfEYNgAAACAAIAA3ACAAAAABF08WkRg3F3MWzQAAACAAIAAgACAANQAgAAABGBYWtBXvGIAAAAAgACAAIAAgAAA=","Version":1,"Posts":[{"ID":6,"UID":"9499d6b016077a113528db0c7ab6f4af","PersonID":7,"Position":1,"Title":"Phó Trưởng ban"}]}}');
INSERT INTO "journal_details" VALUES(11,'1cb59e3ae50efda0e6aaeb5a873ce893','{"After":{"Replaced":"Đỗ Mẫu Giang","Substitute":"Người Thay Mẫu","State":"agreed"}}');
INSERT INTO "journal_details" VALUES(12,'47d29c349ac1ddb3b2ee0186c461c9f3','{"After":{"Name":"Y Mẫu Chi Niê Kđăm","Session":"Sáng 13/11/2018","State":"present"}}');
INSERT INTO "journal_details" VALUES(13,'7051ca9113d8f788c74cffa51279e4c7','{"Before":{"Name":"Trần Mẫu An","Session":"Sáng 13/11/2018","State":"absent_excused","Reason":"Đi công tác"},"After":{"Name":"Trần Mẫu An","Session":"Sáng 13/11/2018","State":"present"}}');
INSERT INTO "journal_details" VALUES(14,'dffee4edb8d3e36af1121d72aa5b953d','{"After":{"ID":3,"UID":"008bb4a4a6d86ccf729b5922999b011e","EventID":1,"Position":3,"Caption":"Quang cảnh (ảnh mẫu)","FileSHA256":"8dd5c31d89c3e224869b773e1e8575dea25a5f03a93320b56c54f0b6355a081e","Version":1}}');
INSERT INTO "journal_details" VALUES(15,'67dca762e3ecf4f094f26a745ed6f127','{"After":{"ID":2,"UID":"ee0ffd3e1a09dd911d1e9181b517f367","Slug":"toa-dam-khoa-hoc-hoi-thao-sang-nam-mau-2019","Kind":"workshop","Noun":"tọa đàm khoa học","Title":"Hội thảo sang năm (mẫu)","OrganizerID":2,"Place":"Mẫu","Venue":"Hội trường Tỉnh ủy","TimeZone":"Asia/Ho_Chi_Minh","Visibility":"public","Regime":"dang-2018","AgendaState":"draft","SeriesUID":"00112233445566778899aabbccddeeff","Note":"Nội bộ.","StartsAt":"2018-11-13T00:30:00Z","EndsAt":"2018-11-13T09:30:00Z","Folded":"hoi thao sang nam (mau) hoi truong tinh uy","Revision":1,"PublicRevision":1,"Head":"7dccc760fdfe8fbe67a1bc792d2ac21fb5e80fadd0273cd22767e17798cd2dcf","Version":1}}');
INSERT INTO "journal_details" VALUES(16,'e193642c5c4e6515c0b47997076904ec','{"Before":{"State":"draft"},"After":{"State":"submitted"}}');
INSERT INTO "journal_details" VALUES(17,'dd3056bfd7308647c8f4f3562d19e9e2','{"Before":{"State":"submitted"},"After":{"State":"final","AgreedAt":"2018-11-13T09:00:34Z","Agreed":{"Regime":"dang-2018","Above":"TỈNH ỦY MẪU","Body":"BAN TUYÊN GIÁO TỈNH ỦY","Code":"BTGTU","Place":"Mẫu","Dated":"2018-11-13","Number":"15a","Type":"BB","Word":"tọa đàm khoa học","Title":"Nâng cao chất lượng công tác dư luận xã hội","Opening":[{"Label":"Thời gian","Text":"bắt đầu vào hồi 8 giờ 00, ngày 13 tháng 11 năm 2018."},{"Label":"Địa điểm","Text":"Hội trường Tỉnh ủy."},{"Name":"content","Label":"Nội dung","Text":"Nâng cao chất lượng công tác dư luận xã hội.","Composed":"Nâng cao chất lượng công tác dư luận xã hội."},{"Label":"Người chủ trì","Text":"đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo; đồng chí Trần Mẫu An, Phó Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh."},{"Label":"Người ghi biên bản","Text":"đồng chí Đỗ Mẫu Giang, Chuyên viên."}],"Sections":[{"Name":"attendance","Heading":"1. Thành phần tọa đàm khoa học","Text":"1.1. Đại biểu chính thức\n- Có mặt:\n+ Sáng 13/11/2018: 03 đồng chí;\n+ Chiều 13/11/2018: không.\n- Dự ít nhất một buổi: 03 đồng chí, gồm:\n+ Đồng chí Y Mẫu Chi Niê Kđăm (thay đồng chí Trần Mẫu An) (dự sáng 13/11/2018);\n+ Đồng chí Trần Mẫu An, Phó Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh (dự sáng 13/11/2018);\n+ Đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo (dự sáng 13/11/2018).\n- Vắng mặt:\n+ Sáng 13/11/2018: … đồng chí;\n+ Chiều 13/11/2018: 01 đồng chí (không có lý do: 01): đồng chí Nguyễn Mẫu Bình (không có lý do).\n- Chưa điểm danh: 02 đồng chí, gồm:\n+ Đồng chí Khách Mời Mẫu, Chuyên gia;\n+ Đồng chí Người Thay Mẫu, Phó Trưởng ban (thay đồng chí Đỗ Mẫu Giang).\n- Cùng dự có:\n+ Các huyện (sáng 13/11/2018: 18 đồng chí; chiều 13/11/2018: vắng mặt).\n1.2. Cơ quan báo chí, truyền hình đưa tin\n- Báo chí.","Composed":"1.1. Đại biểu chính thức\n- Có mặt:\n+ Sáng 13/11/2018: 03 đồng chí;\n+ Chiều 13/11/2018: không.\n- Dự ít nhất một buổi: 03 đồng chí, gồm:\n+ Đồng chí Y Mẫu Chi Niê Kđăm (thay đồng chí Trần Mẫu An) (dự sáng 13/11/2018);\n+ Đồng chí Trần Mẫu An, Phó Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh (dự sáng 13/11/2018);\n+ Đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo (dự sáng 13/11/2018).\n- Vắng mặt:\n+ Sáng 13/11/2018: … đồng chí;\n+ Chiều 13/11/2018: 01 đồng chí (không có lý do: 01): đồng chí Nguyễn Mẫu Bình (không có lý do).\n- Chưa điểm danh: 02 đồng chí, gồm:\n+ Đồng chí Khách Mời Mẫu, Chuyên gia;\n+ Đồng chí Người Thay Mẫu, Phó Trưởng ban (thay đồng chí Đỗ Mẫu Giang).\n- Cùng dự có:\n+ Các huyện (sáng 13/11/2018: 18 đồng chí; chiều 13/11/2018: vắng mặt).\n1.2. Cơ quan báo chí, truyền hình đưa tin\n- Báo chí."},{"Name":"course","Heading":"2. Diễn biến tọa đàm khoa học","Text":"2.1. Sáng 13/11/2018 (Tầng 2)\n2.1.1. Báo cáo đề dẫn\nĐồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo trình bày báo cáo đề dẫn (từ 8 giờ 03 đến 8 giờ 40): Nêu thực trạng.\nNêu giải pháp (có văn bản kèm theo).\n2.1.2. Thảo luận (01 ý kiến)\nNgười thực hiện: Ban Tổ chức.\nVai trò của cộng tác viên.\n2.2. Chiều 13/11/2018\n2.2.1. Biểu quyết\nBiểu quyết (hình thức: giơ tay): Thông qua kết luận. Kết quả: tán thành 17 (94,4%); không tán thành 0 (0%); ý kiến khác 01 (5,6%); phiếu không hợp lệ 0 (0%).\n2.3. Biểu quyết\nBiểu quyết: Thông qua chương trình. Kết quả: tán thành …; không tán thành …; ý kiến khác …","Composed":"2.1. Sáng 13/11/2018 (Tầng 2)\n2.1.1. Báo cáo đề dẫn\nĐồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo trình bày báo cáo đề dẫn (từ 8 giờ 03 đến 8 giờ 40): Nêu thực trạng.\nNêu giải pháp (có văn bản kèm theo).\n2.1.2. Thảo luận (01 ý kiến)\nNgười thực hiện: Ban Tổ chức.\nVai trò của cộng tác viên.\n2.2. Chiều 13/11/2018\n2.2.1. Biểu quyết\nBiểu quyết (hình thức: giơ tay): Thông qua kết luận. Kết quả: tán thành 17 (94,4%); không tán thành 0 (0%); ý kiến khác 01 (5,6%); phiếu không hợp lệ 0 (0%).\n2.3. Biểu quyết\nBiểu quyết: Thông qua chương trình. Kết quả: tán thành …; không tán thành …; ý kiến khác …"},{"Name":"conclusions","Heading":"3. Kết luận tọa đàm khoa học","Text":"3.1. Tiếp tục thực hiện.\n3.2. Giao việc. Phân công thực hiện: đồng chí Đỗ Mẫu Giang, Chuyên viên; thời hạn hoàn thành: ngày 01/12/2018.\n3.3. Giao đơn vị. Phân công thực hiện: Huyện ủy Mẫu Đông.\n3.4. Giao chung. Phân công thực hiện: Các đơn vị.","Composed":"3.1. Tiếp tục thực hiện.\n3.2. Giao việc. Phân công thực hiện: đồng chí Đỗ Mẫu Giang, Chuyên viên; thời hạn hoàn thành: ngày 01/12/2018.\n3.3. Giao đơn vị. Phân công thực hiện: Huyện ủy Mẫu Đông.\n3.4. Giao chung. Phân công thực hiện: Các đơn vị."}],"End":{"Name":"end","Text":"Hội thảo kết thúc lúc 16 giờ 30.","Composed":"Tọa đàm khoa học kết thúc vào hồi 16 giờ 30, ngày 13 tháng 11 năm 2018.","Edited":true,"Moved":true},"Secretaries":["Đỗ Mẫu Giang"],"Chairs":["Nguyễn Mẫu Bình","Trần Mẫu An"]}}}');
INSERT INTO "logins" VALUES(1,1,'6d0b99e06f772dd2a92eff412127fc818100094b99fafce478568b1e45236965','127.0.0.1','Mẫu','2018-11-13 09:00:38+00:00','2018-11-13 09:00:38+00:00','2018-11-20 09:00:38+00:00');
INSERT INTO "minutes" VALUES(1,'9de6cc08b0e95e3143a5a67721c4b3b1',1,NULL,15,'a','final','2018-11-13','2018-11-13 01:00:00+00:00','2018-11-13 09:30:00+00:00','','Thư ký (mẫu)','2018-11-13 09:00:32+00:00','Thư ký (mẫu)','2018-11-13 09:00:34+00:00',3);
INSERT INTO "minutes_people" VALUES(1,1,'chair',1,2);
INSERT INTO "minutes_people" VALUES(1,1,'chair',2,1);
INSERT INTO "minutes_people" VALUES(1,1,'secretary',3,5);
INSERT INTO "minutes_sections" VALUES(1,1,'end','Hội thảo kết thúc lúc 16 giờ 30.','Tọa đàm khoa học kết thúc vào hồi 16 giờ 30, ngày 13 tháng 11 năm 2018.','Thư ký (mẫu)','2018-11-13 09:00:06+00:00',1);
INSERT INTO "minutes_sections" VALUES(1,1,'content','Nâng cao chất lượng công tác dư luận xã hội.','Nâng cao chất lượng công tác dư luận xã hội.','','2018-11-13 09:00:34+00:00',9);
INSERT INTO "minutes_sections" VALUES(1,1,'documents','','','','2018-11-13 09:00:34+00:00',9);
INSERT INTO "minutes_sections" VALUES(1,1,'other','','','','2018-11-13 09:00:34+00:00',9);
INSERT INTO "minutes_sections" VALUES(1,1,'attendance','1.1. Đại biểu chính thức
- Có mặt:
+ Sáng 13/11/2018: 03 đồng chí;
+ Chiều 13/11/2018: không.
- Dự ít nhất một buổi: 03 đồng chí, gồm:
+ Đồng chí Y Mẫu Chi Niê Kđăm (thay đồng chí Trần Mẫu An) (dự sáng 13/11/2018);
+ Đồng chí Trần Mẫu An, Phó Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh (dự sáng 13/11/2018);
+ Đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo (dự sáng 13/11/2018).
- Vắng mặt:
+ Sáng 13/11/2018: … đồng chí;
+ Chiều 13/11/2018: 01 đồng chí (không có lý do: 01): đồng chí Nguyễn Mẫu Bình (không có lý do).
- Chưa điểm danh: 02 đồng chí, gồm:
+ Đồng chí Khách Mời Mẫu, Chuyên gia;
+ Đồng chí Người Thay Mẫu, Phó Trưởng ban (thay đồng chí Đỗ Mẫu Giang).
- Cùng dự có:
+ Các huyện (sáng 13/11/2018: 18 đồng chí; chiều 13/11/2018: vắng mặt).
1.2. Cơ quan báo chí, truyền hình đưa tin
- Báo chí.','1.1. Đại biểu chính thức
- Có mặt:
+ Sáng 13/11/2018: 03 đồng chí;
+ Chiều 13/11/2018: không.
- Dự ít nhất một buổi: 03 đồng chí, gồm:
+ Đồng chí Y Mẫu Chi Niê Kđăm (thay đồng chí Trần Mẫu An) (dự sáng 13/11/2018);
+ Đồng chí Trần Mẫu An, Phó Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh (dự sáng 13/11/2018);
+ Đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo (dự sáng 13/11/2018).
- Vắng mặt:
+ Sáng 13/11/2018: … đồng chí;
+ Chiều 13/11/2018: 01 đồng chí (không có lý do: 01): đồng chí Nguyễn Mẫu Bình (không có lý do).
- Chưa điểm danh: 02 đồng chí, gồm:
+ Đồng chí Khách Mời Mẫu, Chuyên gia;
+ Đồng chí Người Thay Mẫu, Phó Trưởng ban (thay đồng chí Đỗ Mẫu Giang).
- Cùng dự có:
+ Các huyện (sáng 13/11/2018: 18 đồng chí; chiều 13/11/2018: vắng mặt).
1.2. Cơ quan báo chí, truyền hình đưa tin
- Báo chí.','','2018-11-13 09:00:34+00:00',9);
INSERT INTO "minutes_sections" VALUES(1,1,'course','2.1. Sáng 13/11/2018 (Tầng 2)
2.1.1. Báo cáo đề dẫn
Đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo trình bày báo cáo đề dẫn (từ 8 giờ 03 đến 8 giờ 40): Nêu thực trạng.
Nêu giải pháp (có văn bản kèm theo).
2.1.2. Thảo luận (01 ý kiến)
Người thực hiện: Ban Tổ chức.
Vai trò của cộng tác viên.
2.2. Chiều 13/11/2018
2.2.1. Biểu quyết
Biểu quyết (hình thức: giơ tay): Thông qua kết luận. Kết quả: tán thành 17 (94,4%); không tán thành 0 (0%); ý kiến khác 01 (5,6%); phiếu không hợp lệ 0 (0%).
2.3. Biểu quyết
Biểu quyết: Thông qua chương trình. Kết quả: tán thành …; không tán thành …; ý kiến khác …','2.1. Sáng 13/11/2018 (Tầng 2)
2.1.1. Báo cáo đề dẫn
Đồng chí Nguyễn Mẫu Bình, Trưởng ban Tuyên giáo trình bày báo cáo đề dẫn (từ 8 giờ 03 đến 8 giờ 40): Nêu thực trạng.
Nêu giải pháp (có văn bản kèm theo).
2.1.2. Thảo luận (01 ý kiến)
Người thực hiện: Ban Tổ chức.
Vai trò của cộng tác viên.
2.2. Chiều 13/11/2018
2.2.1. Biểu quyết
Biểu quyết (hình thức: giơ tay): Thông qua kết luận. Kết quả: tán thành 17 (94,4%); không tán thành 0 (0%); ý kiến khác 01 (5,6%); phiếu không hợp lệ 0 (0%).
2.3. Biểu quyết
Biểu quyết: Thông qua chương trình. Kết quả: tán thành …; không tán thành …; ý kiến khác …','','2018-11-13 09:00:34+00:00',9);
INSERT INTO "minutes_sections" VALUES(1,1,'conclusions','3.1. Tiếp tục thực hiện.
3.2. Giao việc. Phân công thực hiện: đồng chí Đỗ Mẫu Giang, Chuyên viên; thời hạn hoàn thành: ngày 01/12/2018.
3.3. Giao đơn vị. Phân công thực hiện: Huyện ủy Mẫu Đông.
3.4. Giao chung. Phân công thực hiện: Các đơn vị.','3.1. Tiếp tục thực hiện.
3.2. Giao việc. Phân công thực hiện: đồng chí Đỗ Mẫu Giang, Chuyên viên; thời hạn hoàn thành: ngày 01/12/2018.
3.3. Giao đơn vị. Phân công thực hiện: Huyện ủy Mẫu Đông.
3.4. Giao chung. Phân công thực hiện: Các đơn vị.','','2018-11-13 09:00:34+00:00',9);
INSERT INTO "office" VALUES(1,'b4310584cfaf088c2f4542d274dfdad8',7,'9615f8613fc79cac25cab66befd36671104cdb07b16d72fa1071b3ec62b9caff','','2018-11-13 09:00:02+00:00');
INSERT INTO "organizations" VALUES(1,'b24be4d6d5d5ceb033d93dd76e7c4d3f',NULL,'Tỉnh ủy Mẫu','TỈNH ỦY MẪU','','party','TU','Mẫu','1997-01-01','2025-06-30',NULL,'tinh uy mau tu',X'01181616CD174F16B4000000200020003600200020000001183618800000002000200036000001174115F11836000000200020003700200000',1);
INSERT INTO "organizations" VALUES(2,'1de0473549f78fe2de2f3d76574ebc01',1,'Ban Tuyên giáo Tỉnh ủy',NULL,NULL,'','BTGTU','',NULL,NULL,NULL,'ban tuyen giao tinh uy btgtu',X'01160515EF174F0000002000200020000001181618361880164D174F000000200020002000200020000001169116CD15EF1771000000200020002000380020000001181616CD174F16B40000002000200036002000200000011836188000000020002000360000',1);
INSERT INTO "organizations" VALUES(3,'d3791f50b588bceb8c2e51e180fe1a84',2,'Phòng Dư luận xã hội',NULL,NULL,'','','',NULL,NULL,NULL,'phong du luan xa hoi',X'01179616B41771174F16910000002000200020003500200020000001163118370000002000200000011711183615F1174F000000200020002000390020000001187B15EF000000200020003700000116B4177216CD000000200020003900200000',1);
INSERT INTO "organizations" VALUES(4,'4a3c5ff9c10e85ca6b4b74de832124d5',NULL,'Huyện ủy Mẫu Đông',NULL,NULL,'party','','',NULL,NULL,NULL,'huyen uy mau dong',X'0116B418361880164D174F0000002000200020002000390020000001183618800000002000200036000001174115F118360000002000200037002000000116321772174F1691000000200020002000200000',1);
INSERT INTO "organizations" VALUES(5,'8c2c07cc0648e50349bb801676c4e1a9',NULL,'Huyện ủy Mẫu Tây',NULL,NULL,'party','','',NULL,NULL,NULL,'huyen uy mau tay',X'0116B418361880164D174F0000002000200020002000390020000001183618800000002000200036000001174115F1183600000020002000370020000001181615F1188000000020002000200000',1);
INSERT INTO "people" VALUES(1,'2f2abd01c4dff09149e624a61457f6f1','Trần Mẫu','An','đồng chí',10,1965,'0900 000 001','an@example.vn',2,'Dị ứng hoa.
Ngồi hàng đầu.',NULL,'tran mau an pho bi thu tinh uy chu tich hdnd tinh',X'0115EF174F00000020002000000001181617BD15F1174F000000200020002000350020000001174115F11836000000200020003700200000',1);
INSERT INTO "people" VALUES(2,'ac7b881569fc7f81aba052c5303a272c','Nguyễn Mẫu','Bình','',30,NULL,'','',NULL,'',NULL,'nguyen mau binh truong ban tuyen giao',X'01160516CD174F16B400000020002000350020002000000001174F169118361880164D174F00000020002000200020002000370020000001174115F11836000000200020003700200000',1);
INSERT INTO "people" VALUES(3,'eb3e49685df81a195d6212ba32983027','Y Mẫu','Chi Niê Kđăm','bà',NULL,NULL,'','',NULL,'',NULL,'y mau chi nie kdam',X'01161D16B416CD0000002000200020000001174F16CD164D000000200020002000000116FF163215F017410000002000200020002000000001188000000020000001174115F11836000000200020003700200000',1);
INSERT INTO "people" VALUES(4,'a94848ee16eb05f380a41f3e2e9f4405','','Dũng','',NULL,NULL,'','',NULL,'',NULL,'dung',X'0116311836174F1691000000200020003700200020000000',1);
INSERT INTO "people" VALUES(5,'33d10a11e2e5f74f7b4a22523e14adc0','Đỗ Mẫu','Giang','',NULL,NULL,'','',NULL,'',NULL,'do mau giang chuyen vien',X'01169116CD15EF174F169100000020002000200020002000000001163217720000002000200037000001174115F11836000000200020003700200000',1);
INSERT INTO "people" VALUES(6,'4530a94620a78638828378d0e4ea3508','Khách Mời','Mẫu','',NULL,NULL,'','',NULL,'',NULL,'khach moi mau chuyen gia',X'01174115F11836000000200020003700200000000116FF16B415EF161D16B400000020002000200038002000200000011741177316CD000000200020003500200000',1);
INSERT INTO "people" VALUES(7,'0dc9011f0fd941fb217685617b7a9709','Người Thay','Mẫu','',NULL,NULL,'','',NULL,'',NULL,'nguoi thay mau pho truong ban',X'01174115F118360000002000200037002000000001174F16911837177316CD0000002000200020002000350020000001181616B415EF1880000000200020002000200000',1);
INSERT INTO "photos" VALUES(1,'947848482ce6ffd08b0e792ae0770c8a',1,1,'Toàn cảnh','Báo Mẫu','6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0',1);
INSERT INTO "photos" VALUES(2,'a466dacaf6ab0038b281181be421d02a',1,2,'Chưa có ảnh','',NULL,1);
INSERT INTO "photos" VALUES(3,'008bb4a4a6d86ccf729b5922999b011e',1,3,'Quang cảnh (ảnh mẫu)','','8dd5c31d89c3e224869b773e1e8575dea25a5f03a93320b56c54f0b6355a081e',1);
INSERT INTO "posts" VALUES(1,'b55b69138d90d732c786456543851358',1,1,'Phó Bí thư Tỉnh ủy',1,'2015-10-01',NULL);
INSERT INTO "posts" VALUES(2,'4ffcb8a494c921466ca5c0cf1cde84a3',1,2,'Chủ tịch HĐND tỉnh',NULL,NULL,'2020-12-31');
INSERT INTO "posts" VALUES(3,'ef9cd124b6c2ca44c3726f8e915c6544',2,1,'Trưởng ban Tuyên giáo',2,NULL,NULL);
INSERT INTO "posts" VALUES(4,'82c2fca68eab8168a3741a470519171c',5,1,'Chuyên viên',3,NULL,NULL);
INSERT INTO "posts" VALUES(5,'f16ce056168b149741fff649e0fa7ce5',6,1,'Chuyên gia',NULL,NULL,NULL);
INSERT INTO "posts" VALUES(6,'9499d6b016077a113528db0c7ab6f4af',7,1,'Phó Trưởng ban',NULL,NULL,NULL);
INSERT INTO "roles" VALUES(1,NULL,'secretary');
INSERT INTO "roles" VALUES(2,NULL,'administrator');
INSERT INTO "sessions" VALUES(1,'7fe66fada9706c1fa2ae00c7b25d9e9d',1,1,'Sáng 13/11/2018','2018-11-13 00:30:00+00:00','2018-11-13 04:30:00+00:00','Tầng 2',1);
INSERT INTO "sessions" VALUES(2,'a038a2e05fd8b7aea413ce7f03a3b967',1,2,'','2018-11-13 06:30:00+00:00','2018-11-13 09:30:00+00:00','',1);
INSERT INTO "sessions" VALUES(3,'3c3945a68d15971cedbc905dcf1442bc',2,1,'','2019-11-13 01:00:00+00:00','2019-11-13 05:00:00+00:00','Tầng 2',1);
INSERT INTO "sessions" VALUES(4,'72e8e195ea4960c4dac9bfe5779e6ac0',2,2,'','2019-11-13 07:00:00+00:00','2019-11-13 10:00:00+00:00','',1);
INSERT INTO "speeches" VALUES(1,'5d032b7369ccf0ed43c20cbfc52881a8',1,2,1,'keynote','accepted',1,'','',NULL,'Nêu thực trạng.
Nêu giải pháp.','Toàn văn.',1,'',NULL,'2018-11-13 01:03:00+00:00','2018-11-13 01:40:00+00:00',NULL,0,NULL,1);
INSERT INTO "speeches" VALUES(2,'d537122a9af879288bce883bc8d7b475',1,3,1,'paper','accepted',NULL,'','Vai trò của cộng tác viên',10,'','',0,'',NULL,NULL,NULL,NULL,0,NULL,1);
INSERT INTO "speeches" VALUES(3,'5f40db726914c37b9ff83cb0d324413e',1,3,2,'discussion','requested',NULL,'Đại biểu từ hội trường','',NULL,'','',0,'floor','2018-11-13 02:00:00+00:00',NULL,NULL,NULL,0,NULL,1);
INSERT INTO "substitutes" VALUES(1,'93022551eebbb816bba560b8381ac49f',1,2,3,'agreed','',NULL,1);
INSERT INTO "substitutes" VALUES(2,'ddda47403225e186e5aa807cd0735f5c',1,1,4,'refused','Chủ trì','2018-11-11 02:00:00+00:00',1);
INSERT INTO "substitutes" VALUES(3,'4e5c96af0b5b559c59e8e3098a9fd329',1,4,6,'agreed','Thư ký (mẫu)','2018-11-13 09:00:21+00:00',1);
INSERT INTO "tasks" VALUES(1,'291c61166dc7b6d0343617c826bf7ac7',1,2,5,NULL,'','2018-12-01','done',1);
INSERT INTO "tasks" VALUES(2,'79be935770cb5d4a87db0faf6d47e362',1,3,NULL,4,'',NULL,'open',1);
INSERT INTO "tasks" VALUES(3,'dd98a0a03941af9fcc07fd7666cc0c85',1,4,NULL,NULL,'Các đơn vị',NULL,'open',1);
INSERT INTO "users" VALUES(1,'f4e00ad537f61734d2787f18d7187ab9','thu-ky','Thư ký (mẫu)','$argon2id$v=19$m=19456,t=2,p=1$3JobNVkZ2zE6vO7aI8Eyjg$5LY7zb2xKTQSJa4OwRyrRBZ4etI9QUGRgcmIHZp8bfo',NULL,'vi',NULL,'2018-11-13 09:00:09+00:00',1);
INSERT INTO "users" VALUES(2,'b9bd7f8828d334d1ef83a27ca1c19f10','quan-tri','Quản trị (mẫu)','$argon2id$v=19$m=19456,t=2,p=1$+TJyHIYrKW4tTaggjNW06g$fueNVR1q7RAPljch96eUvSP73/LiQfLd3wm53HJwU4I',NULL,'vi',NULL,'2018-11-13 09:00:11+00:00',1);
INSERT INTO "votes" VALUES(1,'daed3716bb15971828d1ec9b260abf09',1,4,1,'Thông qua kết luận','show_of_hands',17,0,1,0,1);
INSERT INTO "votes" VALUES(2,'e016ef91cff03389813531909d0112d6',1,NULL,2,'Thông qua chương trình','',NULL,NULL,NULL,NULL,1);
